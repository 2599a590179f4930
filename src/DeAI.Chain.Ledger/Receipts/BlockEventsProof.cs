using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Receipts;

/// <summary>That these are the events of a block's hooks: the last leaf of its receipts tree.</summary>
public sealed record BlockEventsProof(BlockEvents Events, MerkleProof Path) : ICanonical<BlockEventsProof>
{
    /// <param name="receiptsRoot">Of a header that the caller trusts.</param>
    /// <returns>Refused: <see cref="LedgerErrors.BadProof"/>.</returns>
    public Result Verify(Hash256 receiptsRoot) =>
        Path.Index + 1 == Path.Count && CountedRoot.Verify(CountedRoot.ReceiptsDomain, receiptsRoot, Path, ReceiptTree.Leaf(Events))
            ? Result.Ok
            : Result.Refuse(LedgerErrors.BadProof, $"these events are not the last leaf under {receiptsRoot}");

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Events);
        writer.Write(Path);
    }

    public static BlockEventsProof Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new BlockEventsProof(reader.Read<BlockEvents>(), reader.Read<MerkleProof>());
    }
}
