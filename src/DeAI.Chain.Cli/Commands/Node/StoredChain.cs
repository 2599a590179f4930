using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives.Validators;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Cli.Commands.Node;

/// <summary>A node's database.</summary>
internal sealed class StoredChain(ChainStore store) : IStoredChain
{
    public StoredTip? Tip => store.Tip;

    public Height Base => store.Blocks.Base;

    public IStateReader State => store.State;

    public INodeReader Nodes => store.Nodes;

    public Block? Block(Height height) => store.Blocks.Block(height);

    public BlockHeader? Header(Height height) => store.Blocks.Header(height);

    public StoredReceipts? Receipts(Height height) => store.Blocks.Receipts(height);

    public SegmentEnd? SegmentOf(Height height) => store.Blocks.SegmentOf(height);

    public TransactionLocation? Locate(Hash256 transaction) => store.Blocks.Locate(transaction);

    public Height? ClosingHeight(Epoch epoch) => store.Blocks.ClosingHeight(epoch);

    public ValidatorSet? ValidatorsAfter(Epoch epoch) => store.Blocks.ValidatorsAfter(epoch);
}
