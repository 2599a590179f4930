using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;

namespace DeAI.Chain.Replica;

/// <summary>
/// The durable state after the newest committed block. Reads may run while the next commit is being written: whoever reads lays the blocks
/// above what was durable when it began over this, and those hold the newer values.
/// </summary>
public interface IChainStore
{
    IStateReader State { get; }

    INodeReader Nodes { get; }
}
