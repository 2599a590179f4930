using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Cli.Commands.LocalNet;
using DeAI.Chain.Client;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using Google.Protobuf;
using Task = System.Threading.Tasks.Task;

namespace EndToEnd.Tests;

/// <summary>Nodes whose mempools hold a few transactions only: what does not fit is refused with a delay, what was acknowledged is final in the end.</summary>
public sealed class FullMempoolTests
{
    private const int Room = 16;
    private const int Burst = 64;
    private const int Transfers = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Mempool_OfSixteen_RefusesWithADelayAndLosesNothing()
    {
        string directory = Directory.CreateTempSubdirectory("deai-full-").FullName;
        try
        {
            await using LocalNetwork network = LocalNetwork.Create(directory, LocalNetworkPlan.Standard(4, 0) with { LogLevel = "warning" });
            foreach (LocalNode node in network.Nodes)
            {
                JsonObject settings = JsonNode.Parse(await File.ReadAllTextAsync(node.ConfigFile))!.AsObject();
                settings["mempool_transactions"] = Room;
                await File.WriteAllTextAsync(node.ConfigFile, settings.ToJsonString());
            }

            // Two of four: nothing becomes final, so the burst meets a mempool that only fills.
            await network.StartNodeAsync(0);
            await network.StartNodeAsync(1);
            Assert.True(AccountId.TryParse(network.Accounts.Single(static account => account.Name == "issuer").Key, out AccountId to));
            using ChainClient first = Connect(network, 0);
            IReadOnlyList<SignedTransaction> accepted = await FillAsync(network, first, to);

            await network.StartNodeAsync(2);
            await network.StartNodeAsync(3);
            int refusals = await SendAllAsync(network, to);

            Assert.True(refusals > 0, "the second load never met a full mempool");
            await Task.WhenAll(accepted.Select(transaction => new TransactionFollower(first).FollowAsync(transaction))).WaitAsync(Patience);
            Account receiver = await first.Accounts.GetAccountAsync(new GetAccountRequest { Account = ByteString.CopyFrom(to.Value.ToArray()) });
            Assert.Equal(LocalNetworkPlan.StartCredits + (ulong)accepted.Count + Transfers, receiver.Credits);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Submits more than there is room for, without trying again.</summary>
    /// <returns>What the node acknowledged.</returns>
    private static async Task<IReadOnlyList<SignedTransaction>> FillAsync(LocalNetwork network, ChainClient client, AccountId to)
    {
        using SigningKey signer = network.OpenKey("customer-1");
        using TransactionSender sender = new(client, signer);
        List<SignedTransaction> accepted = [];
        for (int i = 0; i < Burst; i++)
        {
            SignedTransaction signed = await sender.SignAsync(ModuleIds.Accounts, Transfer.Type, new Transfer(to, new Credits(1)));
            try
            {
                await client.Transactions.SubmitAsync(new SubmitRequest { Transaction = ByteString.CopyFrom(Canonical.Encode(signed)) });
                accepted.Add(signed);
            }
            catch (ChainRefusedException refused)
            {
                Assert.Equal(("mempool.full", StatusCode.ResourceExhausted), (refused.Reason.Value, refused.Category));
                Assert.True(refused.RetryDelay > TimeSpan.Zero);
            }
        }

        Assert.Equal(Room, accepted.Count);
        return accepted;
    }

    /// <summary>Many times what the mempools hold, all at once, by the client library.</summary>
    /// <returns>How often nodes refused for lack of room meanwhile.</returns>
    private static async Task<int> SendAllAsync(LocalNetwork network, AccountId to)
    {
        using ChainClient client = Connect(network, 0, 1, 2, 3);
        using SigningKey signer = network.OpenKey("customer-2");
        using TransactionSender sender = new(client, signer);
        ConcurrentBag<ulong> nonces = [];
        await Task.WhenAll(Enumerable.Range(0, Transfers).Select(async _ =>
            nonces.Add((await sender.SendAsync(ModuleIds.Accounts, Transfer.Type, new Transfer(to, new Credits(1)))).Nonce))).WaitAsync(Patience);
        Assert.Equal(Enumerable.Range(1, Transfers).Select(static nonce => (ulong)nonce), nonces.Order());
        Metrics metrics = await client.Node.GetMetricsAsync(new GetMetricsRequest());
        return (int)metrics.Metrics_.Where(static metric => metric.Name == "deai_submissions_refused_total" && metric.Labels["reason"] == "mempool.full").Sum(static metric => metric.Value) - (Burst - Room);
    }

    private static ChainClient Connect(LocalNetwork network, params int[] nodes) =>
        new(new ChainClientOptions { Nodes = [.. nodes.Select(node => new Uri("http://" + network.Nodes[node].Grpc))] });
}
