using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Primitives;
using DeAI.Chain.Storage.RocksDb;

namespace DeAI.Chain.Storage.Chain;

/// <summary>Finalized blocks and what belongs to them.</summary>
public sealed class BlockReader
{
    private readonly RocksDatabase _database;
    private readonly ChainFamilies _families;

    internal BlockReader(RocksDatabase database, ChainFamilies families)
    {
        _database = database;
        _families = families;
    }

    public Block? Block(Height height) => Stored.Read<Block>(_database, _families.Blocks, ChainStore.HeightKey(height));

    public StoredReceipts? Receipts(Height height) =>
        Stored.Read<StoredReceipts>(_database, _families.Receipts, ChainStore.HeightKey(height));

    /// <summary>Where a final transaction stands, or null.</summary>
    public TransactionLocation? Locate(Hash256 transaction)
    {
        Span<byte> key = stackalloc byte[Bytes32.Length];
        transaction.CopyTo(key);
        byte[]? bytes = _database.Get(_families.Transactions, key);
        return bytes is null ? null : Stored.Decode<TransactionLocation>(bytes, _families.Transactions, key);
    }

    /// <summary>The segment that made a height final: the first one that ends at it or above.</summary>
    /// <returns>The segment and the height of its last block, or null above the tip and for genesis.</returns>
    public SegmentEnd? SegmentOf(Height height)
    {
        using RocksIterator iterator = _database.CreateIterator(_families.Segments, IteratorRange.All);
        if (!iterator.Seek(ChainStore.HeightKey(height)))
        {
            return null;
        }

        Height last = new(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(iterator.Key));
        StoredSegment segment = Stored.Decode<StoredSegment>(iterator.Value, _families.Segments, iterator.Key);
        return segment.First <= height ? new SegmentEnd(last, segment) : null;
    }
}
