using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Storage.Chain;

/// <summary>What a block did: its transactions' receipts in order, and what its hooks stated.</summary>
public sealed record StoredReceipts(Sequence<Receipt> Receipts, BlockEvents Events) : ICanonical<StoredReceipts>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Receipts);
        writer.Write(Events);
    }

    public static StoredReceipts Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new StoredReceipts(reader.ReadSequence<Receipt>(Ledger.Blocks.Block.MaxTransactions), reader.Read<BlockEvents>());
    }
}
