using System.Collections.Immutable;
using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives.Validators;
using DeAI.Chain.Replica;
using DeAI.Chain.Replica.Messages;
using DeAI.Chain.Replica.Messages.Snapshots;
using DeAI.Chain.Simulation.Genesis;

namespace DeAI.Chain.Simulation.Disk;

/// <summary>What is durable on one node: it outlives crashes. What is only on its way here waits in <see cref="WriteQueue"/>.</summary>
internal sealed class VirtualDisk : IChainStore
{
    /// <summary>Blocks in one answer to a sync request: few, so that a node far behind needs several.</summary>
    private const int BlocksPerAnswer = 24;

    private readonly Retention _retention;
    private readonly Queue<TreeUpdate> _versions = new();
    private readonly SortedDictionary<ulong, EpochHandover> _handovers = [];
    private readonly List<Proposal> _proposals = [];
    private readonly List<ExecutedBlock?> _blocks = [];
    private readonly List<FinalizedSegment> _segments = [];
    private MemoryState _state = new();
    private MemoryNodeStore _nodes = new();
    private IncomingState? _incoming;
    private EpochStart _epoch;
    private Certificate? _certificate;

    public VirtualDisk(SimulationChain chain, Retention retention)
    {
        _retention = retention;
        ExecutedBlock genesis = chain.Genesis;
        _state.Apply(genesis.Writes);
        _nodes.Add(genesis.Tree!);
        _blocks.Add(genesis);
        Tip = genesis.Header;
        _epoch = new EpochStart(default, chain.Validators, default, genesis.Digest);
    }

    public MemoryState State => _state;

    IStateReader IChainStore.State => _state;

    public INodeReader Nodes => _nodes;

    /// <summary>The committed blocks by height, genesis first; null for those that a snapshot stands for.</summary>
    public IReadOnlyList<ExecutedBlock?> Blocks => _blocks;

    public BlockHeader Tip { get; private set; }

    /// <summary>
    /// The tree came as a snapshot, so its nodes carry other versions than those of whoever executed every block: results of executions are of
    /// no use from one to the other, although their roots are the same.
    /// </summary>
    public bool HasOwnVersions { get; private set; }

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
        if (commit.Blocks.IsEmpty || commit.Blocks[0].Header.Parent != Tip.Digest)
        {
            throw new InvalidOperationException($"A commit of {commit.Blocks.Length} blocks does not follow height {Tip.Height}.");
        }

        foreach (ExecutedBlock block in commit.Blocks)
        {
            _state.Apply(block.Writes);
            _nodes.Add(block.Tree!);
            _versions.Enqueue(block.Tree!);
            _blocks.Add(block);
            Tip = block.Header;
        }

        while (_versions.Count > _retention.States)
        {
            _nodes.Prune(_versions.Dequeue());
        }

        _segments.Add(new FinalizedSegment(
            Sequence.From(commit.Blocks.Select(static block => block.ToBlock())), Sequence.From(commit.Carriers), commit.Certificate));
        _certificate = commit.Certificate;
        ExecutedBlock last = commit.Blocks[^1];
        if (last.ClosesEpoch)
        {
            _certificate = null;
            ValidatorSet next = ValidatorSchedule.Next(_state);
            _handovers[last.Header.Epoch.Value] = new EpochHandover(
                new FinalHeader(last.Header, Sequence.From(commit.Carriers), commit.Certificate), next);
            _epoch = new EpochStart(last.Header.Epoch.Next, next, last.Header.View, last.Digest);
        }
    }

    /// <summary>Makes room for a state; what an earlier snapshot sync left goes.</summary>
    public void Begin(SnapshotPlan plan) => _incoming = new IncomingState(plan);

    public void Put(ReplicaEffect.StoreChunk chunk) =>
        (_incoming ?? throw new InvalidOperationException("A chunk of a state that was not begun.")).Put(chunk);

    /// <summary>The fetched state takes the place of the one in use, all or nothing.</summary>
    public void Install(ReplicaEffect.InstallSnapshot install)
    {
        if (_incoming is not { } incoming || incoming.Plan != install.Plan)
        {
            throw new InvalidOperationException("A state is installed that was not fetched.");
        }

        _state = incoming.ToState();
        _nodes = incoming.ToNodes();
        _versions.Clear();
        _segments.Clear();
        _incoming = null;
        HasOwnVersions = true;
        foreach (EpochHandover handover in install.Plan.Handovers.Span)
        {
            _handovers[handover.Closing.Header.Epoch.Value] = handover;
        }

        Tip = install.Plan.Head.Header;
        while (_blocks.Count <= (int)Tip.Height.Value)
        {
            _blocks.Add(null);
        }

        _certificate = Tip.ClosesEpoch ? null : install.Plan.Head.Certificate;
        _epoch = install.Epoch;
    }

    /// <summary>The way from an epoch to the newest block, as far as it is known, and that block.</summary>
    public SnapshotOffer Offer(Epoch from)
    {
        List<EpochHandover> handovers = [];
        ulong until = Tip.Epoch.Value + (Tip.ClosesEpoch ? 1UL : 0);
        while (from.Value + (ulong)handovers.Count < until
            && _handovers.TryGetValue(from.Value + (ulong)handovers.Count, out EpochHandover? handover))
        {
            handovers.Add(handover);
        }

        FinalHeader? head = Tip.ClosesEpoch ? handovers.LastOrDefault()?.Closing : _certificate is { } certificate ? new FinalHeader(Tip, default, certificate) : null;
        return new SnapshotOffer(from, Sequence.From(handovers), from.Value + (ulong)handovers.Count == until ? head : null);
    }

    public ChunkAnswer Read(ChunkRequest request)
    {
        Result<StateChunk> chunk = request.Height > Tip.Height
            ? Result.Refuse<StateChunk>(TreeErrors.VersionUnavailable, $"height {request.Height} is not reached")
            : ChunkReader.Read(_nodes, request.Height.Value, request.Chunk, ChunkAnswer.MaxChunkBytes);
        return chunk.TryGet(out StateChunk found, out Refusal? refusal)
            ? new ChunkAnswer(request, ChunkOutcome.Found, found)
            : new ChunkAnswer(request, refusal.Code == TreeErrors.ChunkTooLarge ? ChunkOutcome.TooLarge : ChunkOutcome.Gone, null);
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
        [.. _proposals.Where(proposal => proposal.Header.Epoch == _epoch.Epoch && proposal.Header.View > Tip.View)])
    {
        Snapshot = _incoming?.Progress(),
    };

    /// <summary>Finalized blocks from a height on; the first segment loses the blocks below it. Nothing where they are not kept.</summary>
    public SyncAnswer Serve(Height from)
    {
        List<FinalizedSegment> answer = [];
        int blocks = 0;
        if (from.Value + (ulong)_retention.Blocks < Tip.Height.Value || (_segments.Count > 0 && from < _segments[0].Blocks[0].Header.Height))
        {
            return new SyncAnswer(from, Tip.Height, default);
        }

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
