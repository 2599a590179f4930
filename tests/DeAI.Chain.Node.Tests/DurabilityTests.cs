using System.Diagnostics;
using System.Globalization;
using DeAI.Chain.Api;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Node.Composition;
using DeAI.Chain.Node.Tests.Testing;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Node.Tests;

public sealed class DurabilityTests
{
    /// <summary>The quick column of the test plan; DEAI_RESTORES=20 is the long one.</summary>
    private static int Restores =>
        int.TryParse(Environment.GetEnvironmentVariable("DEAI_RESTORES"), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 2;

    [Fact]
    public async Task OneOfFour_RestoredFromAnOldBackup_FollowsSilentlyUntilItIsSafe()
    {
        await using TestNetwork network = TestNetwork.Create(4);
        for (int i = 0; i < 4; i++)
        {
            await network.StartAsync(i);
        }

        ulong nonce = 0;
        for (int restore = 0; restore < Restores; restore++)
        {
            Assert.True((await network.TransferAsync(0, ++nonce, 10)).IsOk);
            await network.StopAsync(3);
            network.Backup(3);
            await network.StartAsync(3);
            Assert.Equal(string.Empty, network.Nodes[3]!.Resources.Degraded);
            Assert.True((await network.TransferAsync(3, ++nonce, 10)).IsOk);
            await network.StopAsync(3);
            network.Restore(3);
            await network.StartAsync(3);
            Assert.StartsWith("in quarantine", network.Nodes[3]!.Resources.Degraded, StringComparison.Ordinal);

            // The others go on, and that is what ends it.
            await WaitUntil(async () =>
            {
                Assert.True((await network.TransferAsync(0, ++nonce, 10)).IsOk);
                return network.Nodes[3]!.Resources.Degraded.Length == 0;
            });
        }
    }

    [Fact]
    public async Task OneOfFour_DiskFull_ReadsOnlyAndRecoversByItself()
    {
        await using TestNetwork network = TestNetwork.Create(4);
        using SmallHome? home = SmallHome.Mount(Path.Combine(network.Directory, "node3"), megabytes: 48);
        if (home is null)
        {
            return;
        }

        for (int i = 0; i < 4; i++)
        {
            await network.StartAsync(i);
        }

        Assert.True((await network.TransferAsync(3, 1, 10)).IsOk);
        NodeHost full = network.Nodes[3]!;
        home.Fill();
        ulong nonce = 1;
        await WaitUntil(async () =>
        {
            Assert.True((await network.TransferAsync(0, ++nonce, 10)).IsOk);
            return full.Resources.Degraded.Contains("disk is full", StringComparison.Ordinal);
        });
        SubmitResult refused = await full.Backend.SubmitAsync(Transfer(network, 900), CancellationToken.None);
        Assert.Equal(NodeErrors.DiskFull, refused.Result.Refusal!.Code);
        using (IFinalState state = full.Backend.OpenState())
        {
            Assert.NotNull(full.Backend.ReadBlock(state.Header.Height));
        }

        Assert.False(full.Failed.IsCompleted);
        home.MakeRoom();
        await WaitUntil(() => Task.FromResult(full.Resources.Degraded.Length == 0));
        Assert.True((await network.TransferAsync(3, ++nonce, 10)).IsOk);
        Assert.False(full.Failed.IsCompleted);
    }

    private static async Task WaitUntil(Func<Task<bool>> condition)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), "not within a minute");
            await Task.Delay(50);
        }
    }

    private static byte[] Transfer(TestNetwork network, ulong nonce)
    {
        TransactionBody body = new(
            network.Chain, new AccountId(network.Alice.PublicKey.Value), network.Alice.PublicKey, nonce, new Height(1000), new Credits(100_000),
            ModuleIds.Accounts, Modules.Accounts.Messages.Transfer.Type,
            new Blob(Canonical.Encode(new Transfer(new AccountId(network.Bob.PublicKey.Value), new Credits(1)))));
        return Canonical.Encode(SignedTransaction.Sign(body, network.Alice));
    }
}
