using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Receipts;

/// <summary>The tree under a header's receipts root: one leaf for each transaction's receipt in the block's order, then the block's events.</summary>
public static class ReceiptTree
{
    public static Hash256 Root(IReadOnlyList<Receipt> receipts, BlockEvents events) => CountedRoot.Of(CountedRoot.ReceiptsDomain, Leaves(receipts, events));

    /// <exception cref="ArgumentOutOfRangeException">There is no such receipt.</exception>
    public static ReceiptProof Prove(IReadOnlyList<Receipt> receipts, BlockEvents events, int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, receipts.Count);
        return new ReceiptProof(receipts[index], MerkleTree.Prove(Leaves(receipts, events), index));
    }

    public static BlockEventsProof ProveEvents(IReadOnlyList<Receipt> receipts, BlockEvents events) =>
        new(events, MerkleTree.Prove(Leaves(receipts, events), receipts.Count));

    internal static Hash256 Leaf<T>(T item)
        where T : ICanonical<T>
    {
        CanonicalWriter writer = new();
        item.Encode(writer);
        return MerkleTree.LeafHash(writer.WrittenSpan);
    }

    private static Hash256[] Leaves(IReadOnlyList<Receipt> receipts, BlockEvents events)
    {
        CanonicalWriter writer = new(1024);
        int[] ends = new int[receipts.Count + 1];
        for (int i = 0; i < receipts.Count; i++)
        {
            receipts[i].Encode(writer);
            ends[i] = writer.WrittenSpan.Length;
        }

        events.Encode(writer);
        ends[^1] = writer.WrittenSpan.Length;
        ReadOnlyMemory<byte> all = writer.WrittenSpan.ToArray();
        Blob[] items = new Blob[ends.Length];
        for (int i = 0, start = 0; i < items.Length; start = ends[i++])
        {
            items[i] = new Blob(all[start..ends[i]]);
        }

        return MerkleTree.LeafHashes(items);
    }
}
