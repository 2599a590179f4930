using System.Collections.Immutable;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica;
using DeAI.Chain.Replica.Messages.Snapshots;

namespace DeAI.Chain.Simulation.Disk;

/// <summary>A state on its way here by snapshot sync, beside the one in use.</summary>
internal sealed class IncomingState(SnapshotPlan plan)
{
    private readonly SortedDictionary<Blob, Blob> _entries = new(KeyOrder.Instance);
    private readonly List<TreeNode> _nodes = [];
    private Blob? _progress;

    public SnapshotPlan Plan => plan;

    public void Put(ReplicaEffect.StoreChunk chunk)
    {
        foreach (StateEntry entry in chunk.Entries.Span)
        {
            _entries[entry.Key] = entry.Value;
        }

        _nodes.AddRange(chunk.Nodes);
        _progress = chunk.Progress;
    }

    /// <summary>What a restart goes on from; null before the first chunk.</summary>
    public SnapshotProgress? Progress() =>
        _progress is { } progress ? new SnapshotProgress(plan, Canonical.Decode<StateAssembly>(progress.Span).Value) : null;

    public MemoryState ToState()
    {
        MemoryState state = new();
        state.Apply(new WriteSet([.. _entries.Select(static entry => new StateChange(entry.Key, entry.Value))]));
        return state;
    }

    public MemoryNodeStore ToNodes()
    {
        MemoryNodeStore nodes = new();
        nodes.Add(new TreeUpdate(plan.Head.Header.Height.Value, plan.Head.Header.StateRoot, [.. _nodes], []));
        return nodes;
    }
}
