using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Modules.Accounts.Queries;
using DeAI.Chain.Node.Composition;
using DeAI.Chain.Node.Runtime;
using DeAI.Chain.Node.Tests.Testing;
using DeAI.Chain.Primitives;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Node.Tests;

public sealed class SnapshotSyncTests
{
    [Fact]
    public async Task FreshNode_FarBehind_SyncsByStateTakesPartAndRestarts()
    {
        await using TestNetwork network = TestNetwork.Create(4);
        for (int i = 0; i < 3; i++)
        {
            await network.StartAsync(i);
        }

        // Block sync begins 64 views behind.
        ulong nonce = 0;
        while (network.Nodes[0]!.Resources.Loop.Progress.Height.Value < 90)
        {
            Assert.True((await network.TransferAsync((int)(nonce % 3), ++nonce, 10)).IsOk);
        }

        network.Change(3, static configuration => configuration with { SnapshotBehind = 20 });
        await network.StartAsync(3);
        ulong height = network.Nodes[0]!.Resources.Loop.Progress.Height.Value;
        await network.WaitForHeightAsync(3, height);
        ChainStore store = network.Nodes[3]!.Resources.Parts.Store;
        Assert.True(store.Pruning.Oldest.Value > 20, $"the state reaches back to height {store.Pruning.Oldest}");
        Assert.Null(store.Blocks.Block(new Height(10)));
        Assert.NotNull(network.Nodes[3]!.Backend.ProveFinality(store.Tip!.Header.Height));
        Assert.Null(store.Blocks.Block(store.Pruning.Oldest));
        Assert.Empty(BlockServer.Read(store, store.Pruning.Oldest).Segments);
        Assert.NotEmpty(BlockServer.Read(store, store.Pruning.Oldest.Next).Segments);

        Assert.True((await network.TransferAsync(3, ++nonce, 10)).IsOk);
        AssertWhole(network, store, nonce * 10);
        await network.StopAsync(3);
        await network.StartAsync(3);
        Assert.True((await network.TransferAsync(3, ++nonce, 10)).IsOk);
        AssertWhole(network, network.Nodes[3]!.Resources.Parts.Store, nonce * 10);
    }

    private static void AssertWhole(TestNetwork network, ChainStore store, ulong transferred)
    {
        using StateSnapshot snapshot = store.Snapshot();
        Assert.Equal(new Credits(transferred), AccountsQueries.HeldBy(snapshot.State, new AccountId(network.Bob.PublicKey.Value)));
        foreach (StateEntry entry in snapshot.State.Scan(default))
        {
            StateProof proof = StateTree.Prove(snapshot.Nodes, snapshot.Header.Height.Value, entry.Key.Span).Value;
            Assert.Equal(entry.Value, proof.Verify(snapshot.Header.StateRoot, entry.Key.Span).Value!.Value);
        }
    }
}
