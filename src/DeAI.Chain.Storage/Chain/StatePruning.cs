using System.Buffers.Binary;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Storage.RocksDb;

namespace DeAI.Chain.Storage.Chain;

/// <summary>
/// Deletes the state tree's past. Each commit stores what it made stale; whoever prunes deletes those nodes later, a few at a time. The root
/// of a version goes first, so a version is either whole or refused; who reads through a snapshot keeps what was there when it was taken.
/// </summary>
public sealed class StatePruning
{
    private static readonly byte[] OldestKey = "oldest-state"u8.ToArray();

    private readonly RocksDatabase _database;
    private readonly ChainFamilies _families;
    private readonly CanonicalWriter _writer = new(4096);
    private ulong _total;
    private ulong _recorded;
    private ulong _deleted;
    private ulong _oldest;

    internal StatePruning(RocksDatabase database, ChainFamilies families)
    {
        _database = database;
        _families = families;
        _oldest = database.Get(families.Meta, OldestKey) is { } height ? BinaryPrimitives.ReadUInt64BigEndian(height) : 0;
        using RocksIterator iterator = database.CreateIterator(families.Stale, IteratorRange.All);
        if (iterator.SeekToLast())
        {
            _total = StaleNodes.ReadTotal(iterator.Value);
            iterator.SeekToFirst();
            ulong version = BinaryPrimitives.ReadUInt64BigEndian(iterator.Key);
            StaleNodes first = StaleNodes.Decode(iterator.Value, version);
            _deleted = first.Total - (ulong)first.Keys.Length;
        }
    }

    /// <summary>Versions from this height on can be proven.</summary>
    public Height Oldest => new(Volatile.Read(ref _oldest));

    /// <summary>Stale nodes that are still stored, those inside the retention window included.</summary>
    public long Pending => Math.Max(0, (long)(Volatile.Read(ref _total) - Volatile.Read(ref _deleted)));

    /// <summary>A commit begins; what one before it recorded and never wrote is forgotten.</summary>
    internal void Begin() => _recorded = _total;

    /// <summary>Adds a block's list to its commit. Called by the one writer, in order.</summary>
    internal void Record(WriteBatch batch, TreeUpdate update)
    {
        if (!update.StaleNodes.IsEmpty)
        {
            _recorded += (ulong)update.StaleNodes.Length;
            StaleNodes.Encode(_writer, _recorded, update.Version, update.StaleNodes);
            batch.Put(_families.Stale, ChainStore.HeightKey(new Height(update.Version)), _writer.WrittenSpan);
        }
    }

    /// <summary>The commit is written.</summary>
    internal void Confirm() => Volatile.Write(ref _total, _recorded);

    /// <summary>A state was installed: nothing older can be proven, and no lists are left.</summary>
    internal void Restart(WriteBatch batch, Height height)
    {
        Forget(batch, height);
        _recorded = 0;
        Volatile.Write(ref _deleted, 0);
        Volatile.Write(ref _oldest, height.Value);
    }

    /// <summary>
    /// Deletes some of what no version from a height on needs, the oldest first. One caller at a time; beside commits. Not flushed: after power
    /// loss it is done again.
    /// </summary>
    /// <param name="oldest">The oldest height to keep provable.</param>
    /// <param name="maxNodes">How many to delete in this call, or a few more: the list of one block is never split.</param>
    /// <returns>Whether there is more to delete.</returns>
    /// <exception cref="StorageException">As for any write.</exception>
    public bool Advance(Height oldest, int maxNodes)
    {
        if (oldest <= Oldest)
        {
            return false;
        }

        // Not from the first key: it would step over everything deleted before, again at each block.
        IteratorRange left = IteratorRange.Between(ChainStore.HeightKey(new Height(_oldest).Next), ChainStore.HeightKey(oldest.Next));
        using RocksIterator iterator = _database.CreateIterator(_families.Stale, left, fillCache: false);
        using WriteBatch batch = _database.CreateBatch();
        ulong deleted = 0;
        ulong reached = 0;
        bool more = iterator.SeekToFirst();
        while (more && deleted < (ulong)maxNodes)
        {
            ulong version = BinaryPrimitives.ReadUInt64BigEndian(iterator.Key);
            foreach (NodeKey key in StaleNodes.Decode(iterator.Value, version).Keys)
            {
                Delete(batch, key);
                deleted++;
            }

            batch.Delete(_families.Stale, iterator.Key);
            reached = version;
            more = iterator.Next();
        }

        if (reached == 0)
        {
            return false;
        }

        Forget(batch, new Height(reached));
        _database.Write(batch, sync: false);
        Volatile.Write(ref _oldest, reached);
        Volatile.Write(ref _deleted, _deleted + deleted);
        return more;
    }

    /// <summary>Reads every key: for tests and for inspection by hand.</summary>
    internal long CountStoredNodes()
    {
        long count = 0;
        using RocksIterator iterator = _database.CreateIterator(_families.Nodes, IteratorRange.All, fillCache: false);
        for (bool more = iterator.SeekToFirst(); more; more = iterator.Next())
        {
            count++;
        }

        return count;
    }

    private void Delete(WriteBatch batch, NodeKey node)
    {
        Span<byte> key = stackalloc byte[NodeKey.Length];
        node.CopyTo(key);
        batch.Delete(_families.Nodes, key);
    }

    private void Forget(WriteBatch batch, Height oldest) => batch.Put(_families.Meta, OldestKey, ChainStore.HeightKey(oldest));
}
