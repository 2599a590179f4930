using DeAI.Chain.Consensus;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Replica.Messages.Snapshots;

/// <summary>A state to be fetched, and the way to it from the epoch that the node is in.</summary>
/// <param name="Handovers">Of the epochs before the head's, from the node's own on; and of the head's, if it closes its epoch.</param>
/// <param name="Head">The header whose state it is. Where it closes its epoch, the last handover's.</param>
public sealed record SnapshotPlan(Sequence<EpochHandover> Handovers, FinalHeader Head) : ICanonical<SnapshotPlan>
{
    public const int MaxHandovers = 65_536;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Handovers);
        writer.Write(Head);
    }

    public static SnapshotPlan Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new SnapshotPlan(reader.ReadSequence<EpochHandover>(MaxHandovers), reader.Read<FinalHeader>());
    }

    /// <summary>The start of the epoch that the block after the head is in, where every step from the given one holds.</summary>
    public Result<EpochStart> Check(EpochContext from, VerificationCache signatures)
    {
        EpochContext context = from;
        foreach (EpochHandover handover in Handovers.Span)
        {
            if (!handover.Check(context, signatures).TryGet(out EpochStart next, out Refusal? broken))
            {
                return Result.Refuse<EpochStart>(broken);
            }

            context = new EpochContext(from.Chain, next);
        }

        if (Head.Header.ClosesEpoch)
        {
            return Handovers.Count > 0 && Handovers[^1].Closing == Head
                ? Result.Of(context.Start)
                : Result.Refuse<EpochStart>(ReplicaErrors.BadSnapshot, $"height {Head.Header.Height} closes its epoch, and the handovers do not end with it");
        }

        if (Head.Carriers.Count > 0)
        {
            return Result.Refuse<EpochStart>(ReplicaErrors.BadSnapshot, $"height {Head.Header.Height} closes no epoch and has carriers");
        }

        return Head.Check(context, signatures).Refusal is { } refusal ? Result.Refuse<EpochStart>(refusal) : Result.Of(context.Start);
    }
}
