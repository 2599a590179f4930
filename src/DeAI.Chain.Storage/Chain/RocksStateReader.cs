using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;
using DeAI.Chain.Storage.RocksDb;

namespace DeAI.Chain.Storage.Chain;

/// <summary>The flat state on disk, of a snapshot, or of the newest commit and then with a cache.</summary>
internal sealed class RocksStateReader(RocksDatabase database, ColumnFamily family, StateCache? cache, RocksSnapshot? snapshot = null) : IStateReader
{
    public ColumnFamily Family => family;

    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out Blob? value)
    {
        if (cache is null)
        {
            return (value = Read(key)) is not null;
        }

        if (!cache.TryGet(key, out value, out ulong version))
        {
            value = Read(key);
            cache.Add(key, value, version);
        }

        return value is not null;
    }

    public IEnumerable<StateEntry> Scan(ReadOnlyMemory<byte> prefix, ReadOnlyMemory<byte> after = default)
    {
        using RocksIterator iterator = database.CreateIterator(family, IteratorRange.Prefix(prefix.Span), snapshot);
        bool more = after.IsEmpty ? iterator.SeekToFirst() : iterator.Seek(after.Span);
        if (more && !after.IsEmpty && IsAt(iterator, after))
        {
            more = iterator.Next();
        }

        while (more)
        {
            yield return Entry(iterator);
            more = iterator.Next();
        }
    }

    private Blob? Read(ReadOnlySpan<byte> key) => database.Get(family, key, snapshot) is { } bytes ? new Blob(bytes) : null;

    private static bool IsAt(RocksIterator iterator, ReadOnlyMemory<byte> key) => iterator.Key.SequenceEqual(key.Span);

    private static StateEntry Entry(RocksIterator iterator) => new(Blob.CopyOf(iterator.Key), Blob.CopyOf(iterator.Value));
}
