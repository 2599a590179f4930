using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;

namespace DeAI.Chain.Api;

/// <summary>A snapshot of the newest final state: all members agree on <see cref="Header"/>.</summary>
public interface IFinalState : IDisposable
{
    /// <summary>The final block whose state this is.</summary>
    BlockHeader Header { get; }

    /// <summary>The values after that block.</summary>
    IStateReader State { get; }

    /// <summary>The state tree's nodes, of that height and of the earlier ones as far as pruning reaches.</summary>
    INodeReader Nodes { get; }
}
