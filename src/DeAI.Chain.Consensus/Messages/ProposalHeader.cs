namespace DeAI.Chain.Consensus;

/// <summary>What a leader signs when it proposes.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="View">The view that the proposal is for.</param>
/// <param name="Digest">The block's digest.</param>
/// <param name="ParentView">The view of the block it extends.</param>
/// <param name="ParentDigest">The digest of the block it extends.</param>
public sealed record ProposalHeader(Epoch Epoch, View View, Hash256 Digest, View ParentView, Hash256 ParentDigest)
    : ICanonical<ProposalHeader>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(5);
        writer.Write(Epoch);
        writer.Write(View);
        writer.Write(Digest);
        writer.Write(ParentView);
        writer.Write(ParentDigest);
    }

    public static ProposalHeader Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(5);
        return new ProposalHeader(
            reader.ReadEpoch(),
            reader.ReadView(),
            ConsensusEncoding.ReadDigest(ref reader),
            reader.ReadView(),
            ConsensusEncoding.ReadDigest(ref reader));
    }
}
