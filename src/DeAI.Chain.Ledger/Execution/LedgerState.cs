using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Execution;

/// <summary>The ledger after a block, final or not: what the next block is executed on.</summary>
/// <remarks>
/// Layers pile up over a stored base. When the base has moved on to a later final block, make a new base there and lay the blocks above it
/// again: <see cref="After"/> costs next to nothing. A layer also reads rightly over a base that already holds its own writes and those
/// below, so there is no hurry.
/// </remarks>
public sealed class LedgerState
{
    private LedgerState(BlockHeader header, Hash256 digest, IStateReader state, INodeReader nodes)
    {
        Header = header;
        Digest = digest;
        State = state;
        Nodes = nodes;
    }

    public BlockHeader Header { get; }

    public Hash256 Digest { get; }

    public IStateReader State { get; }

    public INodeReader Nodes { get; }

    /// <summary>A stored state: flat values and tree nodes as the header's block left them.</summary>
    public static LedgerState Base(BlockHeader header, IStateReader state, INodeReader nodes) => new(header, header.Digest, state, nodes);

    /// <summary>The ledger after a child of this block.</summary>
    /// <exception cref="ArgumentException">It is no child of this block.</exception>
    public LedgerState After(ExecutedBlock block)
    {
        if (block.Header.Parent != Digest)
        {
            throw new ArgumentException($"Height {block.Header.Height} is a child of {block.Header.Parent}, not of {Digest}.", nameof(block));
        }

        return block.Tree is { } tree
            ? new LedgerState(block.Header, block.Digest, new WriteSetView(State, block.Writes), new TreeUpdateView(Nodes, tree))
            : new LedgerState(block.Header, block.Digest, State, Nodes);
    }

    /// <summary>The ledger after genesis, over empty stores.</summary>
    public static LedgerState AfterGenesis(ExecutedBlock genesis)
    {
        TreeUpdate tree = genesis.Tree ?? throw new ArgumentException("Genesis has a tree.", nameof(genesis));
        return new LedgerState(
            genesis.Header,
            genesis.Digest,
            new WriteSetView(EmptyState.Instance, genesis.Writes),
            new TreeUpdateView(new MemoryNodeStore(), tree));
    }
}
