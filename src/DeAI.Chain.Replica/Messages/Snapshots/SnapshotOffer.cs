using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Replica.Messages.Snapshots;

/// <summary>Answers <see cref="SnapshotRequest"/>.</summary>
/// <param name="From">The epoch asked for.</param>
/// <param name="Handovers">From that epoch on, as many as fit.</param>
/// <param name="Head">
/// A recent final header of the epoch after them, or the one that the last of them closes its epoch with, whose state is kept; null where more
/// handovers come first, or there is none.
/// </param>
public sealed record SnapshotOffer(Epoch From, Sequence<EpochHandover> Handovers, FinalHeader? Head) : ICanonical<SnapshotOffer>
{
    public const int MaxHandovers = 4096;

    /// <summary>No handover is added beyond this size.</summary>
    public const int TargetBytes = 2 * 1024 * 1024;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(From);
        writer.Write(Handovers);
        if (Head is null)
        {
            writer.WriteNil();
        }
        else
        {
            writer.Write(Head);
        }
    }

    public static SnapshotOffer Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        return new SnapshotOffer(
            reader.ReadEpoch(), reader.ReadSequence<EpochHandover>(MaxHandovers), reader.TryReadNil() ? null : reader.Read<FinalHeader>());
    }
}
