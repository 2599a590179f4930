using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Execution;

/// <summary>The mountain range over the digests of all blocks below the one whose state this is.</summary>
public static class History
{
    private static readonly StateTable<MerkleMountainRange> Ranges = new(SystemTables.Module, SystemTables.History);

    private static ReadOnlySpan<byte> Row => "range"u8;

    public static MerkleMountainRange Current(IStateReader state) =>
        Ranges.TryGet(state, Row, out MerkleMountainRange? range) ? range : throw new StateCorruptException("The state holds no history.");

    internal static void Set(IStateWriter state, MerkleMountainRange range) => Ranges.Put(state, Row, range);
}
