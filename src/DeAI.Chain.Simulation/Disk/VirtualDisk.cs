using System.Collections.Immutable;
using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Replica;
using DeAI.Chain.Replica.Messages;
using DeAI.Chain.Simulation.Genesis;

namespace DeAI.Chain.Simulation.Disk;

/// <summary>What is durable on one node: it outlives crashes. What is only on its way here waits in <see cref="WriteQueue"/>.</summary>
internal sealed class VirtualDisk : IChainStore
{
    /// <summary>Blocks in one answer to a sync request: few, so that a node far behind needs several.</summary>
    private const int BlocksPerAnswer = 24;

    private readonly MemoryState _state = new();
    private readonly MemoryNodeStore _nodes = new();
    private readonly List<Proposal> _proposals = [];
    private readonly List<ExecutedBlock> _blocks = [];
    private readonly List<FinalizedSegment> _segments = [];
    private EpochStart _epoch;
    private Certificate? _certificate;

    public VirtualDisk(SimulationChain chain)
    {
        ExecutedBlock genesis = chain.Genesis;
        _state.Apply(genesis.Writes);
        _nodes.Add(genesis.Tree!);
        _blocks.Add(genesis);
        _epoch = new EpochStart(default, chain.Validators, default, genesis.Digest);
    }

    public MemoryState State => _state;

    IStateReader IChainStore.State => _state;

    public INodeReader Nodes => _nodes;

    /// <summary>The committed blocks by height, genesis first.</summary>
    public IReadOnlyList<ExecutedBlock> Blocks => _blocks;

    public BlockHeader Tip => _blocks[^1].Header;

    /// <summary>Replaced by an empty one where an operator moves a damaged log away.</summary>
    public VirtualVoteLog Votes { get; set; } = new();

    /// <summary>The epoch that the node is in.</summary>
    public EpochStart Epoch => _epoch;

    public void PutProposal(Proposal proposal) => _proposals.Add(proposal);

    public Proposal? FindProposal(Epoch epoch, BlockRef block) => _proposals.Find(
        proposal => proposal.Header.Epoch == epoch && proposal.Header.View == block.View && proposal.Header.Digest == block.Digest);

    /// <summary>All or nothing, as the real store does it.</summary>
    /// <exception cref="InvalidOperationException">The blocks do not follow the tip.</exception>
    public void Commit(ReplicaEffect.Commit commit)
    {
        if (commit.Blocks.IsEmpty || commit.Blocks[0].Header.Parent != _blocks[^1].Digest)
        {
            throw new InvalidOperationException($"A commit of {commit.Blocks.Length} blocks does not follow height {Tip.Height}.");
        }

        foreach (ExecutedBlock block in commit.Blocks)
        {
            _state.Apply(block.Writes);
            _nodes.Add(block.Tree!);
            _nodes.Prune(block.Tree!);
            _blocks.Add(block);
        }

        _segments.Add(new FinalizedSegment(
            Sequence.From(commit.Blocks.Select(static block => block.ToBlock())), Sequence.From(commit.Carriers), commit.Certificate));
        _certificate = commit.Certificate;
        ExecutedBlock last = commit.Blocks[^1];
        if (last.ClosesEpoch)
        {
            _certificate = null;
            _epoch = new EpochStart(last.Header.Epoch.Next, ValidatorSchedule.Next(_state), last.Header.View, last.Digest);
        }
    }

    public void Prune(Epoch epoch, View floor)
    {
        Votes.Prune(epoch, floor);
        _proposals.RemoveAll(proposal => proposal.Header.Epoch < epoch || (proposal.Header.Epoch == epoch && proposal.Header.View <= floor));
    }

    public ReplicaStart Start() => new(
        Tip,
        _certificate,
        _epoch,
        [.. _proposals.Where(proposal => proposal.Header.Epoch == _epoch.Epoch && proposal.Header.View > Tip.View)]);

    /// <summary>Finalized blocks from a height on; the first segment loses the blocks below it.</summary>
    public SyncAnswer Serve(Height from)
    {
        List<FinalizedSegment> answer = [];
        int blocks = 0;
        foreach (FinalizedSegment segment in _segments)
        {
            if (segment.Blocks[^1].Header.Height < from)
            {
                continue;
            }

            if (blocks >= BlocksPerAnswer)
            {
                break;
            }

            ImmutableArray<Block> rest = [.. segment.Blocks.Items.Where(block => block.Header.Height >= from)];
            blocks += rest.Length;
            answer.Add(segment with { Blocks = new Sequence<Block>(rest) });
        }

        return new SyncAnswer(from, Tip.Height, Sequence.From(answer));
    }
}
