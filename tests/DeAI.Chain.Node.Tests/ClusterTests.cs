using DeAI.Chain.Modules.Accounts.Queries;
using DeAI.Chain.Node.Composition;
using DeAI.Chain.Node.Tests.Testing;
using DeAI.Chain.Primitives;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Node.Tests;

public sealed class ClusterTests
{
    [Fact]
    public async Task FourNodes_Transfers_AreFinalEverywhere()
    {
        await using TestNetwork network = TestNetwork.Create(4);
        for (int i = 0; i < 4; i++)
        {
            await network.StartAsync(i);
        }

        for (ulong nonce = 1; nonce <= 5; nonce++)
        {
            Assert.True((await network.TransferAsync((int)(nonce % 4), nonce, 10)).IsOk);
        }

        ulong height = network.Nodes.Max(node => node!.Resources.Parts.Store.Tip!.Header.Height.Value);
        for (int i = 0; i < 4; i++)
        {
            await network.WaitForHeightAsync(i, height);
            using StateSnapshot snapshot = network.Nodes[i]!.Resources.Parts.Store.Snapshot();
            Assert.Equal(new Credits(50), AccountsQueries.HeldBy(snapshot.State, new AccountId(network.Bob.PublicKey.Value)));
        }
    }

    /// <summary>
    /// Alarms ring in the middle of batches and before their time. No frame of anybody else wakes this node: one that is passed over and not
    /// set again is its last.
    /// </summary>
    [Fact]
    public async Task OneNode_AlarmsAtAnyMoment_GoesOn()
    {
        await using TestNetwork network = TestNetwork.Create(1);
        await network.StartAsync(0, new HastyTime());
        await network.WaitForHeightAsync(0, 6);
    }

    [Fact]
    public async Task OneOfFour_StoppedAndRestarted_CatchesUp()
    {
        await using TestNetwork network = TestNetwork.Create(4);
        for (int i = 0; i < 4; i++)
        {
            await network.StartAsync(i);
        }

        Assert.True((await network.TransferAsync(0, 1, 10)).IsOk);
        await network.StopAsync(3);
        for (ulong nonce = 2; nonce <= 6; nonce++)
        {
            Assert.True((await network.TransferAsync(0, nonce, 10)).IsOk);
        }

        Height reached = network.Nodes[0]!.Resources.Loop.Progress.Height;
        await network.StartAsync(3);
        await network.WaitForHeightAsync(3, reached.Value);
        NodeHost restarted = network.Nodes[3]!;
        Assert.Equal(
            network.Nodes[0]!.Resources.Parts.Store.Blocks.Block(reached)!.Header,
            restarted.Resources.Parts.Store.Blocks.Block(reached)!.Header);
    }

    [Fact]
    public async Task LostVoteLog_RestartedTwiceWhileAlone_StaysInQuarantineUntilTheNetworkMoves()
    {
        await using TestNetwork network = TestNetwork.Create(4);
        for (int i = 0; i < 4; i++)
        {
            await network.StartAsync(i);
        }

        Assert.True((await network.TransferAsync(0, 1, 10)).IsOk);
        for (int i = 0; i < 4; i++)
        {
            await network.StopAsync(i);
        }

        // The log is gone once; the log made anew must not end the quarantine at the next start.
        File.Delete(Path.Combine(network.Directory, "node3", "votes", "votes.log"));
        await network.StartAsync(3);
        await network.StopAsync(3);
        await network.StartAsync(3);
        NodeHost lost = network.Nodes[3]!;
        Assert.NotEmpty(lost.Resources.Degraded);
        for (int i = 0; i < 3; i++)
        {
            await network.StartAsync(i);
        }

        for (ulong nonce = 2; nonce <= 40 && lost.Resources.Degraded.Length > 0; nonce++)
        {
            Assert.True((await network.TransferAsync(0, nonce, 10)).IsOk);
        }

        Assert.Empty(lost.Resources.Degraded);
    }
}
