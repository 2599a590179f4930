using System.Collections.Immutable;
using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Primitives.Validators;
using DeAI.Chain.Replica;
using DeAI.Chain.Replica.Messages;
using DeAI.Chain.Replica.Messages.Snapshots;
using DeAI.Chain.Simulation.Clients;
using DeAI.Chain.Simulation.Cluster;
using DeAI.Chain.Simulation.Tracing;

namespace DeAI.Chain.Simulation.Invariants;

/// <summary>
/// Watches every commit, vote and proposal of the correct nodes as it happens. It remembers across crashes, which the nodes cannot.
/// </summary>
internal sealed class ClusterInvariants(World world)
{
    private const int MostViolations = 16;

    private readonly List<string> _violations = [];
    private readonly List<ExecutedBlock> _canonical = [world.Chain.Genesis];
    private readonly HashSet<Hash256> _transactions = [];
    private readonly Dictionary<Epoch, ValidatorSet> _validators = new() { [default] = world.Chain.Validators };
    private readonly Dictionary<Epoch, ValidatorSet> _claimed = [];
    private readonly Dictionary<int, NodeMemory> _memories = [];
    private readonly StateChecks _states = new(world);

    public ClientFleet? Clients { get; set; }

    public ClockWatch Clocks { get; } = new(world);

    public ImmutableArray<string> Violations => [.. _violations];

    public bool IsBroken => _violations.Count > 0;

    /// <summary>The chain that the first correct node to reach each height committed.</summary>
    public IReadOnlyList<ExecutedBlock> Chain => _canonical;

    public ulong HighestEpoch { get; private set; }

    /// <summary>As the first correct node saw them; where a Byzantine one is ahead of all of those, as it says itself.</summary>
    public ValidatorSet ValidatorsOf(Epoch epoch) => _validators.TryGetValue(epoch, out ValidatorSet? known) ? known : _claimed[epoch];

    public void Broken(Invariant invariant, string what)
    {
        if (_violations.Count < MostViolations)
        {
            _violations.Add($"{invariant} at {world.Events.NowMs} ms: {what}");
        }
    }

    public void EpochStarted(SimulatedNode node, EpochStart start)
    {
        if (node.Adversary is not null)
        {
            _claimed.TryAdd(start.Epoch, start.Validators);
            return;
        }

        HighestEpoch = Math.Max(HighestEpoch, start.Epoch.Value);
        world.Oracle.EpochStarted(start.Epoch, start.Validators);
        if (!_validators.TryAdd(start.Epoch, start.Validators) && _validators[start.Epoch] != start.Validators)
        {
            Broken(Invariant.Epoch, $"node {node.Index} begins epoch {start.Epoch} with other validators");
        }
    }

    public void Halted(SimulatedNode node, string detail)
    {
        if (node.Adversary is null)
        {
            Broken(Invariant.Halt, $"node {node.Index} halted: {detail}");
        }
    }

    public void VoteDurable(SimulatedNode node, VoteRecord record)
    {
        if (node.Adversary is not null)
        {
            return;
        }

        NodeMemory memory = MemoryOf(node);
        memory.Durable.Add(new Decision(record.Epoch, record.Kind, record.View, record.Digest));
        world.Oracle.Cast(node, record);
        if (record.Kind == VoteRecordKind.Notarize)
        {
            memory.LastNotarized = (record.Epoch, record.View);
        }
        else if (record.Kind == VoteRecordKind.Finalize && memory.LastNotarized.Epoch == record.Epoch && memory.LastNotarized.View > record.View)
        {
            world.States.Count(RareStates.FinalizedAfterNextView);
        }
        else if (record.Kind == VoteRecordKind.Nullify && memory.LastNotarized == (record.Epoch, record.View))
        {
            world.States.Count(RareStates.NullifiedAfterOwnNotarize);
        }
    }

    public void ProposalDurable(SimulatedNode node, Proposal proposal) => MemoryOf(node).Bodies.Add(proposal.Header.Digest);

    /// <summary>A node has executed a block and found it good.</summary>
    public void Executed(SimulatedNode node, Hash256 digest) => MemoryOf(node).Executed.Add(digest);

    /// <summary>A vote or an own proposal leaves only if it is on the disk, and never contradicts one that left before.</summary>
    public void Sent(SimulatedNode node, Channel channel, ReadOnlyMemory<byte> frame)
    {
        if (channel is not (Channel.Consensus or Channel.Blocks))
        {
            return;
        }

        ConsensusMessage message = Canonical.Decode<ConsensusMessage>(frame.Span).Value;
        Remember(node, message);
        if (node.Adversary is not null)
        {
            return;
        }

        world.Oracle.Sent(node, message);
        if (message.Fetch?.Kind == FetchKind.Proposal)
        {
            world.States.Count(RareStates.ProposalFetched);
        }
        else if (message.Vote is { } vote)
        {
            Left(node, new Decision(vote.Epoch, (VoteRecordKind)(byte)vote.Vote.Kind, vote.Vote.View, vote.Vote.Digest));
        }
        else if (message.Proposal is { } proposal && IsOwn(node, proposal.Header))
        {
            ProposalHeader header = proposal.Header;
            Left(node, new Decision(header.Epoch, VoteRecordKind.Propose, header.View, header.Digest));
            world.Latency?.Proposed(header.Digest, world.Events.NowMs);
            if (!MemoryOf(node).Bodies.Contains(header.Digest))
            {
                Broken(Invariant.PersistBeforeSend, $"node {node.Index} proposed {header.Digest} before its body was durable");
            }

            if (!MemoryOf(node).Proposed.TryAdd(header.Digest, node.Incarnation) && MemoryOf(node).Proposed[header.Digest] != node.Incarnation)
            {
                world.States.Count(RareStates.OwnProposalRepeated);
            }
        }
    }

    /// <summary>A replica signs its votes and proposals itself, a Byzantine validator's too, so they are known to be signed well.</summary>
    private void Remember(SimulatedNode node, ConsensusMessage message)
    {
        if (message.Vote is { } vote && _validators.TryGetValue(vote.Epoch, out ValidatorSet? set) && set.IndexOf(node.Key) == vote.Seat)
        {
            world.Memory.Signed(node.Key, SigningBytes.OfVote(world.Chain.Chain, vote.Epoch, vote.Vote), vote.Signature);
        }
        else if (message.Proposal is { } proposal && IsOwn(node, proposal.Header))
        {
            world.Memory.Signed(node.Key, SigningBytes.OfProposal(world.Chain.Chain, proposal.Header), proposal.Signature);
        }
    }

    /// <summary>A node answers block sync.</summary>
    public void Served(SimulatedNode node, SyncAnswer answer)
    {
        foreach (Block block in answer.Segments.Items.SelectMany(static segment => segment.Blocks.Items))
        {
            int height = (int)block.Header.Height.Value;
            if (node.Adversary is null && (height >= _canonical.Count || block.Header.Digest != _canonical[height].Digest))
            {
                Broken(Invariant.Served, $"node {node.Index} serves {block.Header.Digest} as height {height}");
            }
        }
    }

    public void Committed(SimulatedNode node, ImmutableArray<ExecutedBlock> blocks)
    {
        if (node.Adversary is not null)
        {
            return;
        }

        foreach (ExecutedBlock block in blocks)
        {
            Compare(node, block);
            world.NoteCommit(block);
            foreach (VerifiedTransaction transaction in block.Transactions)
            {
                Clients?.Final(transaction.Id);
            }
        }

        Grew(node);
        _states.Committed(node, node.Disk.Blocks.Count - 1);
    }

    /// <summary>A node took a fetched state over: it has to be that of the chain, and whole.</summary>
    public void Installed(SimulatedNode node, SnapshotPlan plan)
    {
        if (node.Adversary is not null)
        {
            return;
        }

        // Final, but perhaps durable nowhere else yet; whoever voted for it executed it.
        Stack<ExecutedBlock> above = new();
        BlockHeader head = plan.Head.Header;
        for (Hash256 digest = head.Digest; head.Height.Value >= (ulong)_canonical.Count + (ulong)above.Count && world.Executed.TryGetValue(digest, out ExecutedBlock? block); digest = block.Header.Parent)
        {
            above.Push(block);
        }

        while (above.TryPop(out ExecutedBlock? block))
        {
            Compare(node, block);
            foreach (VerifiedTransaction transaction in block.Transactions)
            {
                Clients?.Final(transaction.Id);
            }
        }

        if (head.Height.Value >= (ulong)_canonical.Count || _canonical[(int)head.Height.Value].Digest != head.Digest)
        {
            Broken(Invariant.Fork, $"node {node.Index} installs the state of {head.Digest} at height {head.Height}, which is not in the chain");
        }

        Grew(node);
        _states.Installed(node);
    }

    /// <summary>The operator took the chain away from a node, so that it may begin again.</summary>
    public void DiskReplaced(SimulatedNode node) => MemoryOf(node).Height = 0;

    /// <summary>At the end: every correct node's whole chain and state, and every acknowledged transaction in the chains long enough to hold it.</summary>
    public void CheckEnd()
    {
        foreach (SimulatedNode node in world.Correct)
        {
            HashSet<Hash256> held = [];
            for (int height = 0; height < node.Disk.Blocks.Count; height++)
            {
                // Where a snapshot stands for the block, the chain's own is in it.
                ExecutedBlock? block = node.Disk.Blocks[height] ?? (height < _canonical.Count ? _canonical[height] : null);
                if (block is null || height >= _canonical.Count || block.Digest != _canonical[height].Digest)
                {
                    Broken(Invariant.Fork, $"node {node.Index} holds another block at height {height}");
                }

                held.UnionWith(block?.Transactions.Select(static transaction => transaction.Id) ?? []);
            }

            foreach (Hash256 acknowledged in Clients?.Acknowledged ?? [])
            {
                if (node.Disk.Blocks.Count == _canonical.Count && !held.Contains(acknowledged))
                {
                    Broken(Invariant.LostAcknowledgement, $"node {node.Index} lost the acknowledged transaction {acknowledged}");
                }
            }

            _states.CheckEnd(node);
        }
    }

    private void Grew(SimulatedNode node)
    {
        NodeMemory memory = MemoryOf(node);
        int height = node.Disk.Blocks.Count - 1;
        if (height <= memory.Height)
        {
            Broken(Invariant.Height, $"node {node.Index} commits height {height} after {memory.Height}");
        }

        memory.Height = height;
    }

    private void Compare(SimulatedNode node, ExecutedBlock block)
    {
        int height = (int)block.Header.Height.Value;
        if (height < _canonical.Count)
        {
            ExecutedBlock first = _canonical[height];
            if (first.Digest != block.Digest || first.StateRoot != block.StateRoot)
            {
                Broken(Invariant.Fork, $"node {node.Index} commits {block.Digest} at height {height}, {first.Digest} was committed before");
            }

            return;
        }

        if (height != _canonical.Count || block.Header.Parent != _canonical[^1].Digest)
        {
            Broken(Invariant.Fork, $"node {node.Index} commits height {height} on {block.Header.Parent}, the chain ends with {_canonical[^1].Digest}");
            return;
        }

        _canonical.Add(block);
        Clocks.Check(node, block.Header);
        foreach (VerifiedTransaction transaction in block.Transactions)
        {
            if (!_transactions.Add(transaction.Id))
            {
                Broken(Invariant.Duplicate, $"transaction {transaction.Id} stands in the chain twice");
            }
        }
    }

    private void Left(SimulatedNode node, Decision decision)
    {
        NodeMemory memory = MemoryOf(node);
        if (decision.Kind is VoteRecordKind.Notarize or VoteRecordKind.Finalize && !memory.Executed.Contains(decision.Digest))
        {
            Broken(Invariant.Execution, $"node {node.Index} sent {decision} for a block that it has not executed");
        }

        if (decision.Kind == VoteRecordKind.Finalize && !memory.Bodies.Contains(decision.Digest))
        {
            Broken(Invariant.PersistBeforeSend, $"node {node.Index} sent {decision} before the body was durable");
        }

        if (!memory.Durable.Contains(decision))
        {
            Broken(Invariant.PersistBeforeSend, $"node {node.Index} sent {decision} before it was durable");
        }

        if (!memory.Sent.Add(decision))
        {
            return;
        }

        foreach (VoteRecordKind other in ExcludedBy(decision.Kind))
        {
            if (memory.ByView.TryGetValue((decision.Epoch, decision.View, other), out Hash256 digest) && (other != decision.Kind || digest != decision.Digest))
            {
                Broken(Invariant.DoubleVote, $"node {node.Index} sent {decision} after a conflicting {other}");
            }
        }

        memory.ByView[(decision.Epoch, decision.View, decision.Kind)] = decision.Digest;
    }

    private static VoteRecordKind[] ExcludedBy(VoteRecordKind kind) => kind switch
    {
        VoteRecordKind.Nullify => [VoteRecordKind.Finalize],
        VoteRecordKind.Finalize => [VoteRecordKind.Finalize, VoteRecordKind.Nullify],
        _ => [kind],
    };

    private bool IsOwn(SimulatedNode node, ProposalHeader header) =>
        _validators.TryGetValue(header.Epoch, out ValidatorSet? set) && set[(int)(header.View.Value % (ulong)set.Count)].Key == node.Key;

    private NodeMemory MemoryOf(SimulatedNode node)
    {
        if (!_memories.TryGetValue(node.Index, out NodeMemory? memory))
        {
            memory = new NodeMemory();
            _memories.Add(node.Index, memory);
        }

        return memory;
    }

    private readonly record struct Decision(Epoch Epoch, VoteRecordKind Kind, View View, Hash256 Digest);

    private sealed class NodeMemory
    {
        public HashSet<Decision> Durable { get; } = [];

        public HashSet<Decision> Sent { get; } = [];

        public HashSet<Hash256> Bodies { get; } = [];

        public HashSet<Hash256> Executed { get; } = [];

        /// <summary>In which start of the process each own proposal left first.</summary>
        public Dictionary<Hash256, int> Proposed { get; } = [];

        public (Epoch Epoch, View View) LastNotarized { get; set; }

        public int Height { get; set; }

        public Dictionary<(Epoch Epoch, View View, VoteRecordKind Kind), Hash256> ByView { get; } = [];
    }
}
