using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Replica.Messages.Snapshots;

/// <summary>The end of an epoch: its closing header, shown final by its own validators, and those whose hash it names as the next.</summary>
public sealed record EpochHandover(FinalHeader Closing, ValidatorSet Next) : ICanonical<EpochHandover>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Closing);
        writer.Write(Next);
    }

    public static EpochHandover Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new EpochHandover(reader.Read<FinalHeader>(), reader.Read<ValidatorSet>());
    }

    /// <summary>Where the next epoch starts, if this is the end of the given one.</summary>
    /// <returns>Refused: <see cref="ReplicaErrors.BadSnapshot"/>, or why the certificate does not hold.</returns>
    public Result<EpochStart> Check(EpochContext context, VerificationCache signatures)
    {
        if (Closing.Check(context, signatures).Refusal is { } refusal)
        {
            return Result.Refuse<EpochStart>(refusal);
        }

        return Closing.Header.ClosesEpoch && ValidatorSchedule.HashOf(Next) == Closing.Header.NextValidatorsHash
            ? Result.Of(new EpochStart(context.Epoch.Next, Next, Closing.Header.View, Closing.Header.Digest))
            : Result.Refuse<EpochStart>(ReplicaErrors.BadSnapshot, $"height {Closing.Header.Height} hands epoch {context.Epoch} over to nobody, or to others");
    }
}
