using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Replica.Messages.Snapshots;

/// <summary>Asks for a state to sync from, and for the epoch handovers that lead to it, from an epoch on.</summary>
public sealed record SnapshotRequest(Epoch From) : ICanonical<SnapshotRequest>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.Write(From);
    }

    public static SnapshotRequest Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(1);
        return new SnapshotRequest(reader.ReadEpoch());
    }
}
