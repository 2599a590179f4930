using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;
using DeAI.Chain.Storage.Chain;
using DeAI.Chain.Storage.Tests.Support;

namespace DeAI.Chain.Storage.Tests.Chain;

public sealed class StatePruningTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Advance_EveryBlock_KeepsTheWindowProvableAndRefusesTheRest()
    {
        using TestLedger ledger = Open();
        for (ulong height = 1; height <= 60; height++)
        {
            ledger.Commit(30);
            Prune(ledger, height < 10 ? 0 : height - 10);
        }

        Assert.Equal(new Height(50), ledger.Store.Pruning.Oldest);
        for (ulong height = 0; height <= 60; height++)
        {
            AssertProvable(ledger, ledger.Store.Nodes, height, height >= 50);
        }
    }

    [Fact]
    public void Advance_Pruned_ProofIsRefusedWithItsReason()
    {
        using TestLedger ledger = Open();
        for (int i = 0; i < 5; i++)
        {
            ledger.Commit(10);
        }

        Prune(ledger, 4);
        Assert.Equal(TreeErrors.VersionUnavailable, StateTree.Prove(ledger.Store.Nodes, 3, TestLedger.Key(1)).Refusal!.Code);
        Assert.Equal(TreeErrors.VersionUnavailable, ChunkReader.Read(ledger.Store.Nodes, 3, default, 1 << 20).Refusal!.Code);
    }

    [Fact]
    public void Advance_LongRun_StoredNodesStayBounded()
    {
        using TestLedger ledger = Open();
        long after60 = 0;
        for (ulong height = 1; height <= 240; height++)
        {
            ledger.Commit(20);
            Prune(ledger, height < 20 ? 0 : height - 20);
            after60 = height == 60 ? CountNodes(ledger) : after60;
        }

        long after240 = CountNodes(ledger);
        Assert.InRange(after240, 1, after60 * 3 / 2);
        Assert.InRange(ledger.Store.Pruning.Pending, 1, after240);
    }

    [Fact]
    public void Advance_NeverCalled_EveryHeightStaysProvable()
    {
        using TestLedger ledger = Open();
        for (int i = 0; i < 40; i++)
        {
            ledger.Commit(20);
        }

        for (ulong height = 0; height <= 40; height++)
        {
            AssertProvable(ledger, ledger.Store.Nodes, height, provable: true);
        }

        Assert.Equal(default, ledger.Store.Pruning.Oldest);
    }

    [Fact]
    public void Advance_WhileASnapshotReads_ItNeverSeesAHole()
    {
        using TestLedger ledger = Open();
        for (int i = 0; i < 30; i++)
        {
            ledger.Commit(20);
        }

        using StateSnapshot snapshot = ledger.Store.Snapshot();
        for (ulong oldest = 1; oldest <= 30; oldest += 3)
        {
            Prune(ledger, oldest, maxNodes: 5);
            AssertProvable(ledger, snapshot.Nodes, 0, provable: true);
            AssertProvable(ledger, snapshot.Nodes, 17, provable: true);
        }

        AssertProvable(ledger, ledger.Store.Nodes, 17, provable: false);
    }

    [Fact]
    public async Task Advance_BesideReadersOfOldVersions_TheyProveOrAreRefused()
    {
        using TestLedger ledger = Open();
        for (int i = 0; i < 120; i++)
        {
            ledger.Commit(20);
        }

        using CancellationTokenSource stop = new();
        Task<int> reading = Task.Run(() => ReadOldVersions(ledger, stop.Token));
        for (ulong oldest = 1; oldest <= 115; oldest++)
        {
            Prune(ledger, oldest, maxNodes: 3);
        }

        await stop.CancelAsync();
        Assert.True(await reading > 0);
    }

    [Fact]
    public void Open_AfterPruning_CountsOnWhereItWas()
    {
        using TestLedger ledger = Open();
        for (int i = 0; i < 20; i++)
        {
            ledger.Commit(15);
        }

        Prune(ledger, 9);
        long pending = ledger.Store.Pruning.Pending;
        ledger.Reopen();
        Assert.Equal(pending, ledger.Store.Pruning.Pending);
        Assert.Equal(new Height(9), ledger.Store.Pruning.Oldest);
        ledger.Commit(15);
        Prune(ledger, 21);
        Assert.Equal(0, ledger.Store.Pruning.Pending);
        AssertProvable(ledger, ledger.Store.Nodes, 21, provable: true);
    }

    private static int ReadOldVersions(TestLedger ledger, CancellationToken stop)
    {
        int proven = 0;
        Random random = new(3);
        while (!stop.IsCancellationRequested || proven == 0)
        {
            ulong height = (ulong)random.Next(121);
            using StateSnapshot snapshot = ledger.Store.Snapshot();
            Result<StateProof> proof = StateTree.Prove(snapshot.Nodes, height, TestLedger.Key(random.Next(400)));
            Assert.True(proof.IsOk || proof.Refusal!.Code == TreeErrors.VersionUnavailable);
            proven += proof.IsOk ? 1 : 0;
        }

        return proven;
    }

    private static void Prune(TestLedger ledger, ulong oldest, int maxNodes = 100)
    {
        while (ledger.Store.Pruning.Advance(new Height(oldest), maxNodes))
        {
        }
    }

    private static void AssertProvable(TestLedger ledger, INodeReader nodes, ulong height, bool provable)
    {
        TestVersion version = ledger.Versions[(int)height];
        for (int row = 0; row < 400; row += 7)
        {
            Result<StateProof> proof = StateTree.Prove(nodes, height, TestLedger.Key(row));
            Assert.Equal(provable, proof.IsOk);
            if (provable)
            {
                ProvenValue? value = proof.Value.Verify(version.Block.Header.StateRoot, TestLedger.Key(row)).Value;
                Assert.Equal(version.Rows.TryGetValue(row, out Blob expected) ? expected : null, value?.Value);
            }
        }
    }

    private static long CountNodes(TestLedger ledger) => ledger.Store.Pruning.CountStoredNodes();

    private TestLedger Open() => new(_directory.File("db"));
}
