using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives.Validators;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Cli.Commands.Node;

/// <summary>What a node has on disk, as far as a replay looks at it. Any member may throw a StorageException.</summary>
internal interface IStoredChain
{
    StoredTip? Tip { get; }

    /// <summary>The height of the state that this node fetched last, and has every block above of; 0 for one that has them all.</summary>
    Height Base { get; }

    /// <summary>The flat state after <see cref="Tip"/>.</summary>
    IStateReader State { get; }

    /// <summary>At least the nodes of the tree after <see cref="Tip"/>.</summary>
    INodeReader Nodes { get; }

    Block? Block(Height height);

    /// <summary>The copy of a block's header that stands by itself.</summary>
    BlockHeader? Header(Height height);

    StoredReceipts? Receipts(Height height);

    SegmentEnd? SegmentOf(Height height);

    TransactionLocation? Locate(Hash256 transaction);

    /// <summary>The height of the block that closed an epoch.</summary>
    Height? ClosingHeight(Epoch epoch);

    ValidatorSet? ValidatorsAfter(Epoch epoch);
}
