namespace DeAI.Chain.Consensus;

/// <summary>A block put forward by the leader of a view, with the evidence that it may stand there.</summary>
/// <param name="Header">What the leader signs.</param>
/// <param name="Body">The block, opaque here, at most <see cref="ConsensusLimits.MaxBodyBytes"/>.</param>
/// <param name="ParentCertificate">
/// A notarization or a finalization of the parent; null exactly when the parent is the block that the epoch starts from.
/// </param>
/// <param name="Nullifications">
/// The nullification of every view between the parent's and this one, ascending; the newest
/// <see cref="ConsensusLimits.MaxCarriedNullifications"/> of them if there are more.
/// </param>
/// <param name="Signature">
/// The leader's. All zero in a record of an own proposal that was stored before it was signed, and never on the wire.
/// </param>
public sealed record Proposal(
    ProposalHeader Header,
    Blob Body,
    Certificate? ParentCertificate,
    Sequence<Certificate> Nullifications,
    Signature Signature) : ICanonical<Proposal>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(5);
        writer.Write(Header);
        writer.Write(Body);
        ConsensusEncoding.WriteOrNil(writer, ParentCertificate);
        writer.Write(Nullifications);
        writer.Write(Signature);
    }

    public static Proposal Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(5);
        return new Proposal(
            reader.Read<ProposalHeader>(),
            reader.ReadBlob(ConsensusLimits.MaxBodyBytes),
            ConsensusEncoding.ReadOrNil<Certificate>(ref reader),
            reader.ReadSequence<Certificate>(ConsensusLimits.MaxCarriedNullifications),
            reader.ReadSignature());
    }
}
