using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;
using DeAI.Chain.Storage.RocksDb;

namespace DeAI.Chain.Storage.Chain;

/// <summary>The state tree's nodes on disk, of every version that is kept.</summary>
internal sealed class RocksNodeReader(RocksDatabase database, ColumnFamily family, RocksSnapshot? snapshot = null) : INodeReader
{
    public bool TryGet(NodeKey key, out Blob node)
    {
        Span<byte> bytes = stackalloc byte[NodeKey.Length];
        key.CopyTo(bytes);
        byte[]? found = database.Get(family, bytes, snapshot);
        node = found is null ? Blob.Empty : new Blob(found);
        return found is not null;
    }
}
