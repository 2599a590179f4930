using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Replica.Messages.Snapshots;

/// <summary>A header with what shows it final: a certificate for it, or for the last of the carriers that follow it.</summary>
/// <param name="Carriers">As in <see cref="FinalizedSegment.Carriers"/>; only a closing block has any.</param>
public sealed record FinalHeader(BlockHeader Header, Sequence<BlockHeader> Carriers, Certificate Certificate) : ICanonical<FinalHeader>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Header);
        writer.Write(Carriers);
        writer.Write(Certificate);
    }

    public static FinalHeader Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        return new FinalHeader(
            reader.Read<BlockHeader>(), reader.ReadSequence<BlockHeader>(FinalizedSegment.MaxCarriers), reader.Read<Certificate>());
    }

    /// <summary>Whether the validators of an epoch finalized this header in it.</summary>
    /// <returns>Refused: <see cref="ReplicaErrors.BadSnapshot"/>, or why the certificate does not hold.</returns>
    public Result Check(EpochContext context, VerificationCache signatures)
    {
        if (Header.Chain != context.Chain || Header.Epoch != context.Epoch || Header.View <= context.Start.StartView)
        {
            return Result.Refuse(
                ReplicaErrors.BadSnapshot, $"the header is of chain {Header.Chain}, epoch {Header.Epoch}, view {Header.View}; epoch {context.Epoch} is due");
        }

        if (Header.ValidatorsHash != Ledger.State.ValidatorSchedule.HashOf(context.Validators))
        {
            return Result.Refuse(ReplicaErrors.BadSnapshot, $"the header of height {Header.Height} names other validators");
        }

        Hash256 certified = Header.Digest;
        foreach (BlockHeader carrier in Carriers.Span)
        {
            if (carrier.Parent != certified || !carrier.IsCarrier)
            {
                return Result.Refuse(ReplicaErrors.BadSnapshot, $"the carriers do not follow height {Header.Height}");
            }

            certified = carrier.Digest;
        }

        return Certificate.Vote.Kind != VoteKind.Finalize || Certificate.Vote.Digest != certified
            ? Result.Refuse(ReplicaErrors.BadSnapshot, $"the certificate is no finalization of {certified}")
            : new Result(VerifiedCertificate.Check(context, Certificate, signatures).Refusal);
    }
}
