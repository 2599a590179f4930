using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Blocks;

/// <summary>That an older block is an ancestor of a newer one: a path in the mountain range of the newer header's history root.</summary>
/// <param name="Older">The older block's header.</param>
/// <param name="Path">Its place is the older height, the number of leaves the newer height.</param>
public sealed record HistoryProof(BlockHeader Older, MerkleProof Path) : ICanonical<HistoryProof>
{
    /// <param name="digests">Of heights 0, 1, 2 and so on, at least up to one below the newer block's.</param>
    public static HistoryProof Create(BlockHeader older, BlockHeader newer, ReadOnlySpan<Hash256> digests) =>
        new(older, MerkleTree.Prove(digests[..checked((int)newer.Height.Value)], checked((int)older.Height.Value)));

    /// <summary>The same from stored states, of which it reads as many as the height has bits: for whoever keeps them.</summary>
    /// <param name="historyAt">The range in the state of a height, by <see cref="History.Current"/>; up to the newer height's.</param>
    /// <param name="digestOf">The digest of the block of a height.</param>
    public static HistoryProof Create(
        BlockHeader older, BlockHeader newer, Func<Height, MerkleMountainRange> historyAt, Func<Height, Hash256> digestOf) =>
        new(older, historyAt(newer.Height).Prove(older.Height.Value, at => historyAt(new Height(at)), at => digestOf(new Height(at))));

    /// <param name="newer">A header that the caller trusts.</param>
    /// <returns>Refused: <see cref="LedgerErrors.BadProof"/>.</returns>
    public Result Verify(BlockHeader newer) =>
        Older.Chain == newer.Chain
            && Path.Index == Older.Height.Value
            && Path.Count == newer.Height.Value
            && MerkleMountainRange.Verify(newer.HistoryRoot, Path, Older.Digest)
            ? Result.Ok
            : Result.Refuse(LedgerErrors.BadProof, $"height {Older.Height} is not shown to be an ancestor of height {newer.Height}");

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Older);
        writer.Write(Path);
    }

    public static HistoryProof Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new HistoryProof(reader.Read<BlockHeader>(), reader.Read<MerkleProof>());
    }
}
