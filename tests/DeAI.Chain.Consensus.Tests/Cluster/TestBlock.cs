namespace DeAI.Chain.Consensus.Tests.Cluster;

/// <summary>The smallest block that consensus can be run on.</summary>
public sealed record TestBlock(Epoch Epoch, View View, Hash256 Parent, ulong Height, bool Closes, bool Empty, bool Valid, ulong Salt)
    : ICanonical<TestBlock>, IBodyCheck
{
    public static TestBlock Checker { get; } = new(default, default, default, 0, false, false, true, 0);

    public Blob Body => new(Canonical.Encode(this));

    public Hash256 Digest => DomainHash.Of("test.block", Canonical.Encode(this));

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(8);
        writer.Write(Epoch);
        writer.Write(View);
        writer.Write(Parent);
        writer.Write(Height);
        writer.Write(Closes);
        writer.Write(Empty);
        writer.Write(Valid);
        writer.Write(Salt);
    }

    public static TestBlock Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(8);
        return new TestBlock(
            reader.ReadEpoch(), reader.ReadView(), reader.ReadHash256(), reader.ReadUInt64(), reader.ReadBoolean(), reader.ReadBoolean(), reader.ReadBoolean(), reader.ReadUInt64());
    }

    public static TestBlock Of(Blob body) => Canonical.Decode<TestBlock>(body.Span).Value;

    public Result Check(Proposal proposal)
    {
        ReasonCode code = new("test.bad_body");
        if (!Canonical.Decode<TestBlock>(proposal.Body.Span).TryGet(out TestBlock block, out Refusal? refusal))
        {
            return new Result(refusal);
        }

        ProposalHeader header = proposal.Header;
        bool fits = block.Digest == header.Digest && block.View == header.View && block.Epoch == header.Epoch && block.Parent == header.ParentDigest;
        return fits ? Result.Ok : Result.Refuse(code, "the body is not the header's");
    }
}
