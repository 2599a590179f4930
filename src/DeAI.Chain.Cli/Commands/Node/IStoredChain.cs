using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Cli.Commands.Node;

/// <summary>What a node has on disk, as far as a replay looks at it. Any member may throw a StorageException.</summary>
internal interface IStoredChain
{
    StoredTip? Tip { get; }

    /// <summary>The flat state after <see cref="Tip"/>.</summary>
    IStateReader State { get; }

    Block? Block(Height height);

    StoredReceipts? Receipts(Height height);

    SegmentEnd? SegmentOf(Height height);
}
