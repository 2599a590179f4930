using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Receipts;

/// <summary>What the modules' block hooks stated, in catalogue order. The last leaf of the receipts tree, present in every block.</summary>
/// <param name="Begin">Before the transactions.</param>
/// <param name="End">After them.</param>
public sealed record BlockEvents(Sequence<Event> Begin, Sequence<Event> End) : ICanonical<BlockEvents>
{
    /// <summary>The most events in each list: hooks that state more have failed (README, "Execution").</summary>
    public const int MaxEvents = 65536;

    public static BlockEvents Empty { get; } = new(default, default);

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Begin);
        writer.Write(End);
    }

    public static BlockEvents Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new BlockEvents(reader.ReadSequence<Event>(MaxEvents), reader.ReadSequence<Event>(MaxEvents));
    }
}
