using System.Buffers.Binary;
using System.Collections.Immutable;
using DeAI.Chain.Consensus;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Storage.RocksDb;

namespace DeAI.Chain.Storage.Chain;

/// <summary>Proposals that are not committed yet: keys are epoch, view (8 bytes each, big-endian) and digest.</summary>
internal sealed class ProposalStore(RocksDatabase database, ColumnFamily family)
{
    private const int PrefixLength = 16;
    private byte[] _pruned = Prefix(default, default);

    public void Put(IReadOnlyList<Proposal> proposals)
    {
        using WriteBatch batch = database.CreateBatch();
        foreach (Proposal proposal in proposals)
        {
            batch.Put(family, Key(proposal.Header.Epoch, proposal.Header.View, proposal.Header.Digest), Canonical.Encode(proposal));
        }

        database.Write(batch, sync: true);
    }

    public Proposal? Get(Epoch epoch, BlockRef block) => Stored.Read<Proposal>(database, family, Key(epoch, block.View, block.Digest));

    public ImmutableArray<Proposal> Above(Epoch epoch, View view)
    {
        ImmutableArray<Proposal>.Builder found = ImmutableArray.CreateBuilder<Proposal>();
        IteratorRange range = IteratorRange.Between(Prefix(epoch, view.Next), Prefix(epoch.Next, default));
        using RocksIterator iterator = database.CreateIterator(family, range);
        for (bool more = iterator.SeekToFirst(); more; more = iterator.Next())
        {
            found.Add(Stored.Decode<Proposal>(iterator.Value, family, iterator.Key));
        }

        return found.DrainToImmutable();
    }

    /// <summary>
    /// Deletes what is not above a view. One caller at a time. Key by key, from where the last call ended: of ranges that overlap RocksDB keeps
    /// every pair, and writing out a buffer with ten thousand of them took 10 GB and two minutes. A proposal that is stored behind this is
    /// deleted after the next start.
    /// </summary>
    public void Prune(Epoch epoch, View floor)
    {
        byte[] until = Prefix(epoch, floor.Next);
        if (_pruned.AsSpan().SequenceCompareTo(until) >= 0)
        {
            return;
        }

        using WriteBatch batch = database.CreateBatch();
        using (RocksIterator iterator = database.CreateIterator(family, IteratorRange.Between(_pruned, until)))
        {
            for (bool more = iterator.SeekToFirst(); more; more = iterator.Next())
            {
                batch.Delete(family, iterator.Key);
            }
        }

        database.Write(batch, sync: false);
        _pruned = until;
    }

    private static byte[] Prefix(Epoch epoch, View view)
    {
        byte[] key = new byte[PrefixLength];
        BinaryPrimitives.WriteUInt64BigEndian(key, epoch.Value);
        BinaryPrimitives.WriteUInt64BigEndian(key.AsSpan(8), view.Value);
        return key;
    }

    private static byte[] Key(Epoch epoch, View view, Hash256 digest) => [.. Prefix(epoch, view), .. digest.ToArray()];
}
