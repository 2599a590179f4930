using DeAI.Chain.Api;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Node.Backend;

/// <summary>A store's snapshot as the services see it.</summary>
internal sealed class FinalState(StateSnapshot snapshot) : IFinalState
{
    public BlockHeader Header => snapshot.Header;

    public IStateReader State => snapshot.State;

    public INodeReader Nodes => snapshot.Nodes;

    public void Dispose() => snapshot.Dispose();
}
