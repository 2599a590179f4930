using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Replica.Messages;

/// <summary>Finalized blocks, as many as fit.</summary>
/// <param name="From">The height asked for.</param>
/// <param name="Tip">The newest height that the answering node has committed.</param>
/// <param name="Segments">Ascending and without gaps from <paramref name="From"/>; empty where the node has nothing there.</param>
public sealed record SyncAnswer(Height From, Height Tip, Sequence<FinalizedSegment> Segments) : ICanonical<SyncAnswer>
{
    public const int MaxSegments = 4096;

    /// <summary>An answer is closed when it reaches this size; its last segment may exceed it.</summary>
    public const int TargetBytes = 2 * 1024 * 1024;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(From);
        writer.Write(Tip);
        writer.Write(Segments);
    }

    public static SyncAnswer Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        return new SyncAnswer(reader.ReadHeight(), reader.ReadHeight(), reader.ReadSequence<FinalizedSegment>(MaxSegments));
    }
}
