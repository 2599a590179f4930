using System.Buffers.Binary;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Validators;
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

    /// <summary>The height of the state that was installed last: above it every block is here. 0 for a node that has them all.</summary>
    public Height Base => _database.Get(_families.Meta, BaseKey) is { } height ? new Height(BinaryPrimitives.ReadUInt64BigEndian(height)) : default;

    public Block? Block(Height height) => Stored.Read<Block>(_database, _families.Blocks, ChainStore.HeightKey(height));

    public BlockHeader? Header(Height height) => Stored.Read<BlockHeader>(_database, _families.Headers, ChainStore.HeightKey(height));

    /// <summary>The height of the block that closed an epoch, or null while it is open.</summary>
    public Height? ClosingHeight(Epoch epoch)
    {
        byte[]? height = _database.Get(_families.Meta, ClosingKey(epoch));
        return height is null ? null : new Height(BinaryPrimitives.ReadUInt64BigEndian(height));
    }

    /// <summary>The set that took over when an epoch ended, or null while it is open.</summary>
    public ValidatorSet? ValidatorsAfter(Epoch epoch) => Stored.Read<ValidatorSet>(_database, _families.Meta, ValidatorsKey(epoch));

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

    internal static byte[] BaseKey { get; } = "base"u8.ToArray();

    internal static byte[] ClosingKey(Epoch epoch) => [.. "closing/"u8, .. ChainStore.HeightKey(new Height(epoch.Value))];

    internal static byte[] ValidatorsKey(Epoch epoch) => [.. "validators/"u8, .. ChainStore.HeightKey(new Height(epoch.Value))];

    /// <summary>The segment that made a height final: the first one that ends at it or above.</summary>
    /// <returns>The segment and the height of its last block, or null above the tip and for genesis.</returns>
    public SegmentEnd? SegmentOf(Height height)
    {
        using RocksIterator iterator = _database.CreateIterator(_families.Segments, IteratorRange.All);
        if (!iterator.Seek(ChainStore.HeightKey(height)))
        {
            return null;
        }

        Height last = new(BinaryPrimitives.ReadUInt64BigEndian(iterator.Key));
        StoredSegment segment = Stored.Decode<StoredSegment>(iterator.Value, _families.Segments, iterator.Key);
        return segment.First <= height ? new SegmentEnd(last, segment) : null;
    }
}
