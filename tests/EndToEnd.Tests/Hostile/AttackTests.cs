using System.Globalization;
using System.Net.Http;
using DeAI.Chain.Cli.Commands.LocalNet;
using Xunit.Abstractions;

namespace EndToEnd.Tests.Hostile;

/// <summary>
/// Strangers at the ports of a live node, while an honest client works over the same node: it succeeds, and the node's memory stays bounded.
/// Seconds of each attack: the environment's DEAI_HOSTILE_SECONDS, else 1.
/// </summary>
[Collection(RunningNetwork.Collection)]
public sealed class AttackTests(RunningNetwork running, ITestOutputHelper output)
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("DEAI_HOSTILE_SECONDS"), CultureInfo.InvariantCulture, out int seconds) ? seconds : 1);

    private LocalNode Node => running.Network.Nodes[0];

    private int Process => running.Network.ProcessId(0) ?? throw new InvalidOperationException("The node does not run.");

    [Fact]
    public Task IdleConnections_BeyondTheLimit_LeaveRoomForTheHonest() => WithstandAsync(new Attacks(Node).IdleConnections(2_000));

    [Fact]
    public Task Drips_OnEveryPort_LeaveRoomForTheHonest() => WithstandAsync(new Attacks(Node).Drip(400));

    [Fact]
    public Task Subscriptions_NeverRead_AreBounded() => WithstandAsync(new Attacks(Node).UnreadSubscriptions(100, 100));

    [Fact]
    public Task Answers_NeverRead_AreBounded() => WithstandAsync(new Attacks(Node).UnreadAnswers(100, 100));

    [Fact]
    public Task Calls_WithoutAMessage_AreBounded() => WithstandAsync(new Attacks(Node).HalfCalls(100, 100));

    [Fact]
    public Task Reads_ThatCostMost_AreBounded() => WithstandAsync(new Attacks(Node).HeavyReads(4, 100));

    [Fact]
    public Task Garbage_OnEveryPort_ChangesNothing() => WithstandAsync(new Attacks(Node).Garbage(40));

    private async Task WithstandAsync(Attack attack)
    {
        int process = Process;
        HonestClient honest = new(running.Network, 0, "customer-1", "customer-2");
        HonestReport before = await honest.RunAsync(Time);
        double resident = NodeMemory.ResidentMiB(process);
        using CancellationTokenSource stop = new();
        Task attacking = Task.Run(() => attack.RunAsync(stop.Token));
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        Task<double> watching = WatchAsync(process, stop.Token);
        HonestReport during = await honest.RunAsync(Time);
        string health = await HealthAsync();
        await stop.CancelAsync();
        await attacking;
        double most = await watching;
        HonestReport after = await honest.RunAsync(TimeSpan.FromMilliseconds(500));

        string heap = await NodeMemory.HeapAsync(Node.Metrics);
        output.WriteLine($"{attack}: before {before}; during {during}; after {after}; resident {resident:F0} MiB, at most {most:F0} MiB; afterwards {heap}; /livez {health}");
        Assert.Equal(process, Process);
        Assert.Empty(before.Failures);
        Assert.True(during.Failures.Count == 0, string.Join('\n', during.Failures.Take(3)));
        Assert.NotEmpty(during.Latencies);
        Assert.Empty(after.Failures);
        Assert.Equal("200", health);
        Assert.True(most - resident < NodeMemory.GrantedMiB, $"the node grew from {resident:F0} to {most:F0} MiB");
    }

    private static async Task<double> WatchAsync(int process, CancellationToken stop)
    {
        double most = 0;
        while (!stop.IsCancellationRequested)
        {
            most = Math.Max(most, NodeMemory.ResidentMiB(process));
            await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None), Task.Delay(Timeout.Infinite, stop));
        }

        return most;
    }

    /// <summary>What an operator's probe sees while the attack goes on.</summary>
    private async Task<string> HealthAsync()
    {
        using HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri($"http://{Node.Metrics}/livez"));
            return ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return failure.Message;
        }
    }
}
