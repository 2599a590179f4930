using System.Collections.Immutable;
using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Primitives.Validators;
using DeAI.Chain.Replica;
using DeAI.Chain.Replica.Messages.Snapshots;
using DeAI.Chain.Storage.Chain;
using DeAI.Chain.Storage.Tests.Support;

namespace DeAI.Chain.Storage.Tests.Chain;

public sealed class SnapshotStoreTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void InstallSnapshot_AfterAnInterruption_IsTheStateOfThePeer()
    {
        using TestLedger source = new(_directory.File("source"));
        for (int i = 0; i < 20; i++)
        {
            source.Commit(30);
        }

        using TestLedger target = new(_directory.File("target"));
        SnapshotPlan plan = PlanOf(source);
        target.Store.BeginSnapshot(plan);
        Fetch(source, target.Store, new StateAssembly(20, plan.Head.Header.StateRoot), chunks: 6);
        Assert.Equal(default, target.Store.Tip!.Header.Height);
        Assert.False(target.Store.State.TryGet(TestLedger.Key(source.Versions[^1].Rows.Keys.First()), out _));

        target.Reopen();
        SnapshotProgress progress = target.Store.UnfinishedSnapshot!;
        Assert.Equal(plan.Head, progress.Plan.Head);
        Assert.NotEqual(default(ChunkId), progress.Assembly.Next);
        Fetch(source, target.Store, progress.Assembly, chunks: int.MaxValue);
        target.Store.InstallSnapshot(plan, Epoch(source));
        Assert.Equal(plan.Head.Header.Height, target.Store.Blocks.Base);
        AssertSame(source, target);
        Assert.Null(target.Store.UnfinishedSnapshot);

        target.Reopen();
        AssertSame(source, target);
        target.Versions.Add(source.Versions[^1]);
        target.Commit(30);
        Assert.Equal(new Height(21), target.Store.Tip!.Header.Height);
        Assert.Equal(target.Store.Tip.Header.StateRoot, StateTree.RootOf(target.Store.Nodes, 21).Value);
    }

    [Fact]
    public void BeginSnapshot_OverAnUnfinishedOne_LeavesNothingOfIt()
    {
        using TestLedger source = new(_directory.File("source"));
        for (int i = 0; i < 10; i++)
        {
            source.Commit(30);
        }

        using TestLedger target = new(_directory.File("target"));
        SnapshotPlan old = PlanOf(source);
        target.Store.BeginSnapshot(old);
        Fetch(source, target.Store, new StateAssembly(10, old.Head.Header.StateRoot), chunks: 10);
        source.Commit(200);
        SnapshotPlan plan = PlanOf(source);
        target.Store.BeginSnapshot(plan);
        Assert.Null(target.Store.UnfinishedSnapshot);
        Fetch(source, target.Store, new StateAssembly(11, plan.Head.Header.StateRoot), chunks: int.MaxValue);
        target.Store.InstallSnapshot(plan, Epoch(source));
        AssertSame(source, target);
    }

    [Fact]
    public void Reader_PrunedOrUnreachedHeight_SaysGone()
    {
        using TestLedger source = new(_directory.File("source"));
        for (int i = 0; i < 6; i++)
        {
            source.Commit(10);
        }

        while (source.Store.Pruning.Advance(new Height(4), 10))
        {
        }

        SnapshotReader reader = new(source.Store);
        Assert.Equal(ChunkOutcome.Gone, reader.Chunk(new ChunkRequest(new Height(3), default)).Outcome);
        Assert.Equal(ChunkOutcome.Found, reader.Chunk(new ChunkRequest(new Height(4), default)).Outcome);
        Assert.Equal(ChunkOutcome.Gone, reader.Chunk(new ChunkRequest(new Height(7), default)).Outcome);
        Assert.Equal(new Height(6), reader.Offer(default).Head!.Header.Height);
    }

    /// <summary>As the replica does it, in small chunks.</summary>
    private static void Fetch(TestLedger source, ChainStore target, StateAssembly assembly, int chunks)
    {
        for (ulong number = 1; assembly.Next is { } next && number <= (ulong)chunks; number++)
        {
            if (!ChunkReader.Read(source.Store.Nodes, assembly.Version, next, 500).TryGet(out StateChunk chunk, out _))
            {
                Assert.True(assembly.Split().IsOk);
                continue;
            }

            ImmutableArray<TreeNode> nodes = assembly.Add(chunk).Value;
            target.PutChunk(new ReplicaEffect.StoreChunk(number, chunk.Entries, nodes, new Blob(Canonical.Encode(assembly))));
        }
    }

    private static SnapshotPlan PlanOf(TestLedger source)
    {
        TestVersion newest = source.Versions[^1];
        return new SnapshotPlan(default, new FinalHeader(newest.Block.Header, default, TestLedger.CertificateOf(newest.Block)));
    }

    private static EpochStart Epoch(TestLedger source) => new(default, ValidatorSchedule.Current(source.Store.State), default, source.Genesis.Digest);

    private static void AssertSame(TestLedger source, TestLedger target)
    {
        Assert.Equal(source.Store.Tip!.Header, target.Store.Tip!.Header);
        using StateSnapshot snapshot = target.Store.Snapshot();
        Assert.Equal(source.Store.State.Scan(default), snapshot.State.Scan(default));
        Assert.Equal(source.Store.State.Scan(default), target.Store.State.Scan(default));
        Height height = target.Store.Tip.Header.Height;
        Assert.Equal(height, target.Store.Pruning.Oldest);
        foreach (StateEntry entry in snapshot.State.Scan(default))
        {
            StateProof proof = StateTree.Prove(snapshot.Nodes, height.Value, entry.Key.Span).Value;
            Assert.Equal(entry.Value, proof.Verify(snapshot.Header.StateRoot, entry.Key.Span).Value!.Value);
        }

        Assert.Equal(TreeErrors.VersionUnavailable, StateTree.RootOf(target.Store.Nodes, 0).Refusal!.Code);
        Assert.NotNull(target.Store.Blocks.SegmentOf(height));
    }
}
