using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Storage.RocksDb;

namespace DeAI.Chain.Storage.Chain;

/// <summary>A frozen view of the state after one block.</summary>
public sealed class StateSnapshot : IDisposable
{
    private readonly RocksSnapshot _snapshot;

    internal StateSnapshot(BlockHeader header, IStateReader state, INodeReader nodes, RocksSnapshot snapshot)
    {
        Header = header;
        State = state;
        Nodes = nodes;
        _snapshot = snapshot;
    }

    public BlockHeader Header { get; }

    public IStateReader State { get; }

    public INodeReader Nodes { get; }

    public void Dispose() => _snapshot.Dispose();
}
