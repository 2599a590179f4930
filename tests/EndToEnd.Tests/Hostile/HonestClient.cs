using System.Diagnostics;
using DeAI.Chain.Cli.Commands.LocalNet;
using DeAI.Chain.Client;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Grpc;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Primitives;

namespace EndToEnd.Tests.Hostile;

/// <summary>Sends one transfer after another to one node and waits for each to be final; every tenth comes over a new connection.</summary>
internal sealed class HonestClient(LocalNetwork network, int node, string account, string to)
{
    private const int TransfersOfAConnection = 10;
    private const int Attempts = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public async Task<HonestReport> RunAsync(TimeSpan time)
    {
        List<double> latencies = [];
        List<string> failures = [];
        using SigningKey key = network.OpenKey(account);
        _ = AccountId.TryParse(network.Accounts.Single(other => other.Name == to).Key, out AccountId receiver);
        Stopwatch clock = Stopwatch.StartNew();
        while (clock.Elapsed < time)
        {
            using ChainClient client = new(new ChainClientOptions { Nodes = [new Uri("http://" + network.Nodes[node].Grpc)] });
            using TransactionSender sender = new(client, key);
            for (int i = 0; i < TransfersOfAConnection && clock.Elapsed < time; i++)
            {
                long started = Stopwatch.GetTimestamp();
                try
                {
                    await SendAsync(sender, receiver);
                    latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                }
                catch (Exception failure)
                {
                    failures.Add($"{failure.GetType().Name}: {failure.Message}");
                }

                await Task.Delay(Pause);
            }
        }

        return new HonestReport(latencies, failures);
    }

    /// <summary>A node without room says when to come again, or ends a connection; the time until it is there again counts as latency.</summary>
    private static async Task SendAsync(TransactionSender sender, AccountId receiver)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await sender.SendAsync(ModuleIds.Accounts, Transfer.Type, new Transfer(receiver, new Credits(1)));
                return;
            }
            catch (RpcException busy) when (busy.Code is StatusCode.ResourceExhausted or StatusCode.Unavailable && attempt < Attempts)
            {
                await Task.Delay(busy.RetryDelay ?? Pause);
            }
        }
    }
}
