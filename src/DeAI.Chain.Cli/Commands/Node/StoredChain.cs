using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Cli.Commands.Node;

/// <summary>A node's database.</summary>
internal sealed class StoredChain(ChainStore store) : IStoredChain
{
    public StoredTip? Tip => store.Tip;

    public IStateReader State => store.State;

    public Block? Block(Height height) => store.Blocks.Block(height);

    public StoredReceipts? Receipts(Height height) => store.Blocks.Receipts(height);

    public SegmentEnd? SegmentOf(Height height) => store.Blocks.SegmentOf(height);
}
