using System.Collections.Immutable;
using DeAI.Chain.Consensus;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Storage.RocksDb;

namespace DeAI.Chain.Storage.Chain;

/// <summary>Evidence that this node found and that is not on the chain yet, so that a crash does not let an offender go.</summary>
public sealed class EvidenceStore
{
    private static readonly byte[] Prefix = "evidence/"u8.ToArray();

    private readonly RocksDatabase _database;
    private readonly ColumnFamily _family;

    internal EvidenceStore(RocksDatabase database, ColumnFamily family)
    {
        _database = database;
        _family = family;
    }

    public ImmutableArray<Evidence> All()
    {
        ImmutableArray<Evidence>.Builder found = ImmutableArray.CreateBuilder<Evidence>();
        using RocksIterator iterator = _database.CreateIterator(_family, IteratorRange.Prefix(Prefix));
        for (bool more = iterator.SeekToFirst(); more; more = iterator.Next())
        {
            found.Add(Stored.Decode<Evidence>(iterator.Value, _family, iterator.Key));
        }

        return found.DrainToImmutable();
    }

    /// <summary>Durable when it returns.</summary>
    public void Put(Evidence evidence)
    {
        using WriteBatch batch = _database.CreateBatch();
        batch.Put(_family, Key(evidence), Canonical.Encode(evidence));
        _database.Write(batch, sync: true);
    }

    public void Remove(Evidence evidence)
    {
        using WriteBatch batch = _database.CreateBatch();
        batch.Delete(_family, Key(evidence));
        _database.Write(batch, sync: false);
    }

    private static byte[] Key(Evidence evidence) => [.. Prefix, .. evidence.Digest().ToArray()];
}
