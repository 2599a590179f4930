using System.Collections.Immutable;
using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Primitives.Validators;
using DeAI.Chain.Replica;
using DeAI.Chain.Simulation.Clients;
using DeAI.Chain.Simulation.Cluster;

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
    private readonly Dictionary<int, NodeMemory> _memories = [];

    public ClientFleet? Clients { get; set; }

    public ImmutableArray<string> Violations => [.. _violations];

    public bool IsBroken => _violations.Count > 0;

    /// <summary>The chain that the first correct node to reach each height committed.</summary>
    public IReadOnlyList<ExecutedBlock> Chain => _canonical;

    public ulong HighestEpoch { get; private set; }

    public ValidatorSet ValidatorsOf(Epoch epoch) => _validators[epoch];

    public void Broken(string what)
    {
        if (_violations.Count < MostViolations)
        {
            _violations.Add($"{world.Events.NowMs} ms: {what}");
        }
    }

    public void EpochStarted(SimulatedNode node, EpochStart start)
    {
        if (node.Adversary is not null)
        {
            return;
        }

        HighestEpoch = Math.Max(HighestEpoch, start.Epoch.Value);
        if (!_validators.TryAdd(start.Epoch, start.Validators) && _validators[start.Epoch] != start.Validators)
        {
            Broken($"node {node.Index} begins epoch {start.Epoch} with other validators");
        }
    }

    public void Halted(SimulatedNode node, string detail)
    {
        if (node.Adversary is null)
        {
            Broken($"node {node.Index} halted: {detail}");
        }
    }

    public void VoteDurable(SimulatedNode node, VoteRecord record) => MemoryOf(node).Durable.Add(new Decision(record.Epoch, record.Kind, record.View, record.Digest));

    public void ProposalDurable(SimulatedNode node, Proposal proposal) => MemoryOf(node).Bodies.Add(proposal.Header.Digest);

    /// <summary>A vote or an own proposal leaves only if it is on the disk, and never contradicts one that left before.</summary>
    public void Sent(SimulatedNode node, Channel channel, ReadOnlyMemory<byte> frame)
    {
        if (node.Adversary is not null || channel is not (Channel.Consensus or Channel.Blocks))
        {
            return;
        }

        ConsensusMessage message = Canonical.Decode<ConsensusMessage>(frame.Span).Value;
        if (message.Vote is { } vote)
        {
            Left(node, new Decision(vote.Epoch, (VoteRecordKind)(byte)vote.Vote.Kind, vote.Vote.View, vote.Vote.Digest));
        }
        else if (message.Proposal is { } proposal && IsOwn(node, proposal.Header))
        {
            ProposalHeader header = proposal.Header;
            Left(node, new Decision(header.Epoch, VoteRecordKind.Propose, header.View, header.Digest));
            if (!MemoryOf(node).Bodies.Contains(header.Digest))
            {
                Broken($"node {node.Index} proposed {header.Digest} before its body was durable");
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
            foreach (VerifiedTransaction transaction in block.Transactions)
            {
                Clients?.Final(transaction.Id);
            }
        }

        if (LedgerVerifier.CheckInvariants(world.Chain.Catalog, node.Disk.State).Refusal is { } refusal)
        {
            Broken($"node {node.Index} at height {node.Disk.Tip.Height}: {refusal}");
        }
    }

    /// <summary>At the end: every correct node's whole chain, and every acknowledged transaction in the chains long enough to hold it.</summary>
    public void CheckEnd()
    {
        foreach (SimulatedNode node in world.Correct)
        {
            HashSet<Hash256> held = [];
            for (int height = 0; height < node.Disk.Blocks.Count; height++)
            {
                if (node.Disk.Blocks[height].Digest != _canonical[height].Digest)
                {
                    Broken($"node {node.Index} holds another block at height {height}");
                }

                held.UnionWith(node.Disk.Blocks[height].Transactions.Select(static transaction => transaction.Id));
            }

            foreach (Hash256 acknowledged in Clients?.Acknowledged ?? [])
            {
                if (node.Disk.Blocks.Count == _canonical.Count && !held.Contains(acknowledged))
                {
                    Broken($"node {node.Index} lost the acknowledged transaction {acknowledged}");
                }
            }
        }
    }

    private void Compare(SimulatedNode node, ExecutedBlock block)
    {
        int height = (int)block.Header.Height.Value;
        if (height < _canonical.Count)
        {
            ExecutedBlock first = _canonical[height];
            if (first.Digest != block.Digest || first.StateRoot != block.StateRoot)
            {
                Broken($"fork: node {node.Index} commits {block.Digest} at height {height}, {first.Digest} was committed before");
            }

            return;
        }

        if (height != _canonical.Count || block.Header.Parent != _canonical[^1].Digest)
        {
            Broken($"node {node.Index} commits height {height} on {block.Header.Parent}, the chain ends with {_canonical[^1].Digest}");
            return;
        }

        _canonical.Add(block);
        foreach (VerifiedTransaction transaction in block.Transactions)
        {
            if (!_transactions.Add(transaction.Id))
            {
                Broken($"transaction {transaction.Id} stands in the chain twice");
            }
        }
    }

    private void Left(SimulatedNode node, Decision decision)
    {
        NodeMemory memory = MemoryOf(node);
        if (!memory.Durable.Contains(decision))
        {
            Broken($"node {node.Index} sent {decision} before it was durable");
        }

        if (!memory.Sent.Add(decision))
        {
            return;
        }

        foreach (VoteRecordKind other in ExcludedBy(decision.Kind))
        {
            if (memory.ByView.TryGetValue((decision.Epoch, decision.View, other), out Hash256 digest) && (other != decision.Kind || digest != decision.Digest))
            {
                Broken($"node {node.Index} sent {decision} after a conflicting {other}");
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

        public Dictionary<(Epoch Epoch, View View, VoteRecordKind Kind), Hash256> ByView { get; } = [];
    }
}
