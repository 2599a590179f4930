using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica.Messages.Snapshots;

namespace DeAI.Chain.Replica.Messages;

/// <summary>What travels on the sync channel: exactly one of the three.</summary>
public sealed record SyncMessage(SyncRequest? Request, SyncAnswer? Answer) : ICanonical<SyncMessage>
{
    public SyncMessage(SnapshotMessage snapshot)
        : this(null, null) => Snapshot = snapshot;

    public SnapshotMessage? Snapshot { get; }

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        if (Snapshot is { } snapshot)
        {
            snapshot.Encode(writer);
            return;
        }

        writer.Write((byte)(Request is null ? 2 : 1));
        Request?.Encode(writer);
        Answer?.Encode(writer);
    }

    public static SyncMessage Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        byte kind = reader.ReadByte();
        switch (kind)
        {
            case 1:
                return new SyncMessage(reader.Read<SyncRequest>(), null);
            case 2:
                return new SyncMessage(null, reader.Read<SyncAnswer>());
            default:
                if (SnapshotMessage.Decode(kind, ref reader) is { } snapshot)
                {
                    return new SyncMessage(snapshot);
                }

                reader.Fail(EncodingErrors.OutOfRange, $"{kind} is no kind of sync message");
                return new SyncMessage(null, null);
        }
    }
}
