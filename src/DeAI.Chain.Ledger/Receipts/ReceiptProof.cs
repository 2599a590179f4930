using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Receipts;

/// <summary>That a receipt is the one of a block's transaction number <see cref="MerkleProof.Index"/>.</summary>
public sealed record ReceiptProof(Receipt Receipt, MerkleProof Path) : ICanonical<ReceiptProof>
{
    /// <param name="receiptsRoot">Of a header that the caller trusts.</param>
    /// <returns>Refused: <see cref="LedgerErrors.BadProof"/>.</returns>
    public Result Verify(Hash256 receiptsRoot) =>
        CountedRoot.Verify(CountedRoot.ReceiptsDomain, receiptsRoot, Path, ReceiptTree.Leaf(Receipt))
            ? Result.Ok
            : Result.Refuse(LedgerErrors.BadProof, $"the receipt of {Receipt.Transaction} is not under {receiptsRoot}");

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Receipt);
        writer.Write(Path);
    }

    public static ReceiptProof Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new ReceiptProof(reader.Read<Receipt>(), reader.Read<MerkleProof>());
    }
}
