using System.Collections.Immutable;
using DeAI.Chain.Consensus;
using DeAI.Chain.Simulation.Cluster;

namespace DeAI.Chain.Simulation.Tracing;

/// <summary>Writes down the protocol's steps of the correct nodes, from the effects of their replicas.</summary>
internal sealed class ProtocolRecorder
{
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<int, Queue<Entry>> _undurable = [];
    private readonly Dictionary<(int Node, Epoch Epoch), View> _views = [];
    private readonly Dictionary<Hash256, ProposalHeader> _headers = [];
    private readonly SortedDictionary<ulong, EpochStart> _epochs = [];

    public void EpochStarted(EpochStart start) => _epochs.TryAdd(start.Epoch.Value, start);

    /// <summary>A body is on its way to a disk: the parent of each block that is voted for is known from here.</summary>
    public void Seen(ProposalHeader header) => _headers.TryAdd(header.Digest, header);

    public void Decided(SimulatedNode node, VoteRecord record)
    {
        if (node.Adversary is not null)
        {
            return;
        }

        if (record.Kind != VoteRecordKind.Finalize)
        {
            // One step may pass through several views, and the votes of each leave in that order.
            IsIn(node, record.Epoch, record.View);
        }

        BlockRef parent = record.Header is { } header ? new BlockRef(header.ParentView, header.ParentDigest) : default;
        Entry entry = new(node.Index, record.Epoch, KindOf(record.Kind), record.View, record.Digest, parent) { Record = record };
        _entries.Add(entry);
        UndurableOf(node).Enqueue(entry);
    }

    public void Durable(SimulatedNode node, VoteRecord record)
    {
        if (node.Adversary is not null)
        {
            return;
        }

        Entry entry = UndurableOf(node).Dequeue();
        if (entry.Record != record)
        {
            throw new InvalidOperationException($"Node {node.Index} wrote its votes in another order than it decided them.");
        }

        entry.Record = null;
    }

    public void Crashed(SimulatedNode node) => UndurableOf(node).Clear();

    public void Restarted(SimulatedNode node, Epoch epoch)
    {
        if (node.Adversary is null)
        {
            _views.Remove((node.Index, epoch));
            _entries.Add(new Entry(node.Index, epoch, ProtocolEventKind.Restart, default, default, default));
        }
    }

    /// <summary>Where a node is after a step.</summary>
    public void IsIn(SimulatedNode node, Epoch epoch, View view)
    {
        if (node.Adversary is not null || (_views.TryGetValue((node.Index, epoch), out View known) && view <= known))
        {
            return;
        }

        _views[(node.Index, epoch)] = view;
        _entries.Add(new Entry(node.Index, epoch, ProtocolEventKind.Enter, view, default, default));
    }

    public void Committed(SimulatedNode node, Certificate finalization)
    {
        if (node.Adversary is null)
        {
            Vote vote = finalization.Vote;
            _entries.Add(new Entry(node.Index, finalization.Epoch, ProtocolEventKind.Commit, vote.View, vote.Digest, default));
        }
    }

    public ImmutableArray<ProtocolTrace> ToTraces(World world) =>
        [.. _epochs.Values.Select(start => ToTrace(world, start)).Where(static trace => !trace.Events.IsEmpty)];

    private ProtocolTrace ToTrace(World world, EpochStart start)
    {
        List<ProtocolEvent> events = [];
        HashSet<Hash256> proposed = [];
        int[] seats = [.. world.Nodes.Select(node => start.Validators.IndexOf(node.Key))];
        foreach (Entry entry in _entries.Where(entry => entry.Epoch == start.Epoch && entry.Record is null && seats[entry.Node] >= 0))
        {
            if (entry.Kind is ProtocolEventKind.Enter && entry.View == start.StartView.Next)
            {
                // Everybody begins there.
                continue;
            }

            if (entry.Kind == ProtocolEventKind.Notarize && proposed.Add(entry.Digest) && _headers.TryGetValue(entry.Digest, out ProposalHeader? header))
            {
                int leader = (int)(header.View.Value % (ulong)start.Validators.Count);
                events.Add(new ProtocolEvent(
                    ProtocolEventKind.Propose, leader, header.View, header.Digest, new BlockRef(header.ParentView, header.ParentDigest)));
            }

            if (entry.Kind == ProtocolEventKind.Propose)
            {
                proposed.Add(entry.Digest);
            }

            events.Add(new ProtocolEvent(entry.Kind, seats[entry.Node], entry.View, entry.Digest, entry.Parent));
        }

        ImmutableArray<int> faulty =
        [
            .. world.Nodes.Where(static node => node.Adversary is not null).Select(node => seats[node.Index]).Where(static seat => seat >= 0).Order(),
        ];
        return new ProtocolTrace(start.Epoch, start.Validators.Count, faulty, new BlockRef(start.StartView, start.StartDigest), [.. events]);
    }

    private Queue<Entry> UndurableOf(SimulatedNode node)
    {
        if (!_undurable.TryGetValue(node.Index, out Queue<Entry>? queue))
        {
            queue = [];
            _undurable.Add(node.Index, queue);
        }

        return queue;
    }

    private static ProtocolEventKind KindOf(VoteRecordKind kind) => kind switch
    {
        VoteRecordKind.Notarize => ProtocolEventKind.Notarize,
        VoteRecordKind.Nullify => ProtocolEventKind.Nullify,
        VoteRecordKind.Finalize => ProtocolEventKind.Finalize,
        VoteRecordKind.Propose => ProtocolEventKind.Propose,
        _ => throw new InvalidOperationException($"A decision of kind {kind}."),
    };

    private sealed record Entry(int Node, Epoch Epoch, ProtocolEventKind Kind, View View, Hash256 Digest, BlockRef Parent)
    {
        /// <summary>The decision, until it is durable.</summary>
        public VoteRecord? Record { get; set; }
    }
}
