using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica;
using DeAI.Chain.Replica.Messages.Snapshots;
using DeAI.Chain.Storage.RocksDb;

namespace DeAI.Chain.Storage.Chain;

/// <summary>
/// A state on its way here: entries go into the family that is not in use, tree nodes beside the others under a version above the tip, plan and
/// progress into `meta`. Nothing of it shows before it is installed, in one batch.
/// </summary>
internal sealed class SnapshotStore(RocksDatabase database, ChainFamilies families, StateFamilies states)
{
    private static readonly byte[] PlanKey = "snapshot/plan"u8.ToArray();
    private static readonly byte[] ProgressKey = "snapshot/progress"u8.ToArray();
    private static readonly byte[] NodesEnd = [.. Enumerable.Repeat((byte)0xff, NodeKey.Length + 1)];

    /// <summary>What the last run did not finish; null for nothing.</summary>
    public SnapshotProgress? Unfinished()
    {
        SnapshotPlan? plan = Stored.Read<SnapshotPlan>(database, families.Meta, PlanKey);
        StateAssembly? assembly = Stored.Read<StateAssembly>(database, families.Meta, ProgressKey);
        return plan is null || assembly is null ? null : new SnapshotProgress(plan, assembly);
    }

    public void Begin(SnapshotPlan plan, Height tip)
    {
        using WriteBatch batch = database.CreateBatch();
        StateFamilies.Clear(batch, states.Incoming());
        batch.DeleteRange(families.Nodes, ChainStore.HeightKey(tip.Next), NodesEnd);
        batch.Put(families.Meta, PlanKey, Canonical.Encode(plan));
        batch.Delete(families.Meta, ProgressKey);
        database.Write(batch, sync: false);
    }

    public void Put(ReplicaEffect.StoreChunk chunk)
    {
        ColumnFamily incoming = states.Incoming();
        using WriteBatch batch = database.CreateBatch();
        foreach (StateEntry entry in chunk.Entries.Span)
        {
            batch.Put(incoming, entry.Key.Span, entry.Value.Span);
        }

        Span<byte> key = stackalloc byte[NodeKey.Length];
        foreach (TreeNode node in chunk.Nodes)
        {
            node.Key.CopyTo(key);
            batch.Put(families.Nodes, key, node.Bytes.Span);
        }

        batch.Put(families.Meta, ProgressKey, chunk.Progress.Span);
        database.Write(batch, sync: false);
    }

    /// <summary>Adds what makes the fetched state the state in use. Older versions of the tree go: nothing tells what they share with it.</summary>
    public void Install(WriteBatch batch, SnapshotPlan plan)
    {
        foreach (EpochHandover handover in plan.Handovers.Span)
        {
            Put(batch, handover.Closing);
            Epoch epoch = handover.Closing.Header.Epoch;
            batch.Put(families.Meta, BlockReader.ClosingKey(epoch), ChainStore.HeightKey(handover.Closing.Header.Height));
            batch.Put(families.Meta, BlockReader.ValidatorsKey(epoch), Canonical.Encode(handover.Next));
        }

        Put(batch, plan.Head);
        states.Switch(batch);
        byte[] height = ChainStore.HeightKey(plan.Head.Header.Height);
        batch.DeleteRange(families.Nodes, [], height);
        batch.DeleteRange(families.Stale, [], ChainStore.HeightKey(plan.Head.Header.Height.Next));
        batch.Put(families.Meta, BlockReader.BaseKey, height);
        batch.Delete(families.Meta, PlanKey);
        batch.Delete(families.Meta, ProgressKey);
    }

    private void Put(WriteBatch batch, FinalHeader final)
    {
        byte[] height = ChainStore.HeightKey(final.Header.Height);
        batch.Put(families.Headers, height, Canonical.Encode(final.Header));
        StoredSegment segment = new(final.Header.Height, final.Carriers, final.Certificate);
        batch.Put(families.Segments, height, Canonical.Encode(segment));
    }
}
