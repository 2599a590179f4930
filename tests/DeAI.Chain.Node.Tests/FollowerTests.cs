using System.Diagnostics;
using DeAI.Chain.Node.Tests.Testing;
using Xunit.Abstractions;

namespace DeAI.Chain.Node.Tests;

/// <summary>A read-only node that is connected with one validator of four.</summary>
public sealed class FollowerTests(ITestOutputHelper output)
{
    private const int Senders = 8;
    private static readonly TimeSpan Load = TimeSpan.FromSeconds(12);

    [Fact]
    public async Task Follower_OfOneValidatorUnderLoad_StaysNear()
    {
        await using TestNetwork network = TestNetwork.Create(4);
        int follower = network.AddFollower(of: 0);
        for (int i = 0; i <= follower; i++)
        {
            await network.StartAsync(i);
        }

        using CancellationTokenSource stop = new();
        ulong nonce = 0;
        Task[] load = [.. Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                Assert.True((await network.TransferAsync(sender % 4, Interlocked.Increment(ref nonce), 1)).IsOk);
            }
        }))];
        List<ulong> lags = [];
        for (long started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Load;)
        {
            await Task.Delay(50);
            ulong own = HeightOf(network, follower);
            ulong tip = HeightOf(network, 0);
            lags.Add(tip - Math.Min(tip, own));
        }

        await stop.CancelAsync();
        await Task.WhenAll(load);
        lags.Sort();
        output.WriteLine($"{lags.Count} samples to height {HeightOf(network, 0)}: median {lags[lags.Count / 2]}, 90 % {lags[lags.Count * 9 / 10]}, most {lags[^1]}");
        Assert.InRange(lags[lags.Count / 2], 0UL, 8UL);
    }

    private static ulong HeightOf(TestNetwork network, int node) => network.Nodes[node]!.Resources.Parts.Store.Tip!.Header.Height.Value;
}
