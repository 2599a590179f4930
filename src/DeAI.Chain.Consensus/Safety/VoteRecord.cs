namespace DeAI.Chain.Consensus;

/// <summary>
/// One line of the vote log: a decision that is durable before it is signed. It holds no signature; the same decision is signed again
/// after a
/// restart, and Ed25519 gives the same bytes.
/// </summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Kind">What was decided.</param>
/// <param name="View">In which view.</param>
/// <param name="Digest">The block; <c>default</c> for a nullification.</param>
/// <param name="Header">The whole header, for a proposal only.</param>
/// <param name="Notarization">The notarization, for a finalize only: it is durable together with the vote that relies on it.</param>
public sealed record VoteRecord(
    Epoch Epoch,
    VoteRecordKind Kind,
    View View,
    Hash256 Digest,
    ProposalHeader? Header,
    Certificate? Notarization) : ICanonical<VoteRecord>
{
    /// <summary>The vote to sign; only for the three kinds of votes.</summary>
    public Vote Vote => new((VoteKind)(byte)Kind, View, Digest);

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(6);
        writer.Write(Epoch);
        writer.Write((byte)Kind);
        writer.Write(View);
        ConsensusEncoding.WriteDigestOrNil(writer, Digest);
        ConsensusEncoding.WriteOrNil(writer, Header);
        ConsensusEncoding.WriteOrNil(writer, Notarization);
    }

    public static VoteRecord Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(6);
        VoteRecord record = new(
            reader.ReadEpoch(),
            (VoteRecordKind)ConsensusEncoding.ReadEnum(ref reader, (byte)VoteRecordKind.Propose, "kind of vote record"),
            reader.ReadView(),
            ConsensusEncoding.ReadDigestOrNil(ref reader),
            ConsensusEncoding.ReadOrNil<ProposalHeader>(ref reader),
            ConsensusEncoding.ReadOrNil<Certificate>(ref reader));
        if (reader.Failure is null && !record.IsWellFormed)
        {
            reader.Fail(ConsensusErrors.BadVoteRecord, $"the fields of a record of kind {(byte)record.Kind} do not agree");
        }

        return record;
    }

    private bool IsWellFormed => Kind switch
    {
        VoteRecordKind.Notarize => !Digest.IsDefault && Header is null && Notarization is null,
        VoteRecordKind.Nullify => Digest.IsDefault && Header is null && Notarization is null,
        VoteRecordKind.Finalize => Header is null && Notarization is { } proof
            && proof.Epoch == Epoch && proof.Vote == Vote.Notarize(View, Digest),
        VoteRecordKind.Propose => Notarization is null && Header is { } header
            && header.Epoch == Epoch && header.View == View && header.Digest == Digest && !Digest.IsDefault,
        _ => false,
    };
}
