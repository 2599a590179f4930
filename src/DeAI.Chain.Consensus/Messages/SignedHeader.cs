namespace DeAI.Chain.Consensus;

/// <summary>A proposal without its body and certificates: enough to hold its leader to it.</summary>
/// <param name="Header">What was signed.</param>
/// <param name="Signature">The leader's, over <see cref="SigningBytes.OfProposal"/>.</param>
public sealed record SignedHeader(ProposalHeader Header, Signature Signature) : ICanonical<SignedHeader>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Header);
        writer.Write(Signature);
    }

    public static SignedHeader Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new SignedHeader(reader.Read<ProposalHeader>(), reader.ReadSignature());
    }
}
