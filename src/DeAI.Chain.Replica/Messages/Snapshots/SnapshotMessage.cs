using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Replica.Messages.Snapshots;

/// <summary>What travels for snapshot sync.</summary>
public abstract record SnapshotMessage
{
    private const byte AskKind = 3;
    private const byte OfferedKind = 4;
    private const byte AskChunkKind = 5;
    private const byte ChunkKind = 6;

    private SnapshotMessage()
    {
    }

    /// <summary>A request for a state to sync from.</summary>
    public sealed record Ask(SnapshotRequest Request) : SnapshotMessage;

    /// <summary>Its answer.</summary>
    public sealed record Offered(SnapshotOffer Offer) : SnapshotMessage;

    /// <summary>A request for a chunk.</summary>
    public sealed record AskChunk(ChunkRequest Request) : SnapshotMessage;

    /// <summary>Its answer.</summary>
    public sealed record Chunk(ChunkAnswer Answer) : SnapshotMessage;

    internal void Encode(CanonicalWriter writer)
    {
        switch (this)
        {
            case Ask ask:
                writer.Write(AskKind);
                writer.Write(ask.Request);
                break;
            case Offered offered:
                writer.Write(OfferedKind);
                writer.Write(offered.Offer);
                break;
            case AskChunk ask:
                writer.Write(AskChunkKind);
                writer.Write(ask.Request);
                break;
            case Chunk chunk:
                writer.Write(ChunkKind);
                writer.Write(chunk.Answer);
                break;
            default:
                throw new InvalidOperationException($"No encoding of {GetType().Name}.");
        }
    }

    /// <returns>Null for another kind.</returns>
    internal static SnapshotMessage? Decode(byte kind, ref CanonicalReader reader) => kind switch
    {
        AskKind => new Ask(reader.Read<SnapshotRequest>()),
        OfferedKind => new Offered(reader.Read<SnapshotOffer>()),
        AskChunkKind => new AskChunk(reader.Read<ChunkRequest>()),
        ChunkKind => new Chunk(reader.Read<ChunkAnswer>()),
        _ => null,
    };
}
