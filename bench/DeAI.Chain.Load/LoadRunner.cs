using System.Diagnostics;
using System.Runtime.InteropServices;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Grpc;
using DeAI.Chain.Primitives;
using Google.Protobuf;

namespace DeAI.Chain.Load;

/// <summary>Loads a running network with signed transfers in a closed loop, and reports.</summary>
public static class LoadRunner
{
    /// <exception cref="ArgumentException">There are fewer accounts than connections, or no target.</exception>
    /// <exception cref="RpcException">A node cannot be reached or ends a stream.</exception>
    /// <param name="ceiling">Signature checks, measured before the network was started; null measures them now, beside it.</param>
    public static async Task<LoadReport> RunAsync(LoadOptions options, int validators, SignatureCeiling? ceiling, CancellationToken cancel)
    {
        if (options.Targets.Count == 0 || options.Accounts.Count < Math.Max(2, options.Connections))
        {
            throw new ArgumentException("At least one target, two accounts, and one account for each connection are needed.", nameof(options));
        }

        SignatureCeiling checks = ceiling ?? SignatureCeiling.Measure(TimeSpan.FromSeconds(2));
        List<LoadTarget> targets = [];
        List<LoadConnection> connections = [];
        try
        {
            ulong height = await ConnectAsync(options, targets, cancel);
            LoadClock clock = new(height);
            LoadAccount[] accounts = await PrepareAsync(options.Accounts, targets[0], cancel);
            for (int i = 0; i < options.Connections; i++)
            {
                LoadAccount[] own = [.. accounts.Where((_, index) => index % options.Connections == i)];
                AccountId neighbour = accounts[(i + 1) % accounts.Length].Id;
                connections.Add(new LoadConnection(targets[i % targets.Count], own, neighbour, Math.Max(1, options.Outstanding / options.Connections), clock));
            }

            Task[] running = [.. connections.Select(connection => connection.RunAsync(cancel))];
            await Task.WhenAny(Task.Delay(options.Warmup, cancel), Task.WhenAll(running));
            ProcessorTime before = ProcessorTime.Read(options.NodeProcesses);
            clock.Count();
            long started = Stopwatch.GetTimestamp();
            await Task.WhenAny(Task.Delay(options.Duration, cancel), Task.WhenAll(running));
            double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            clock.End();
            ProcessorTime used = ProcessorTime.Read(options.NodeProcesses).Since(before);
            await Task.WhenAll(running);
            return Summarise(options, validators, connections, seconds, used, checks);
        }
        finally
        {
            connections.ForEach(static connection => connection.Dispose());
            targets.ForEach(static target => target.Dispose());
        }
    }

    private static async Task<ulong> ConnectAsync(LoadOptions options, List<LoadTarget> targets, CancellationToken cancel)
    {
        ulong height = 0;
        foreach (string address in options.Targets)
        {
            GrpcChannel channel = new(new Uri("http://" + address));
            NodeStatus status = await channel.UnaryAsync(LoadTarget.GetStatus, new GetStatusRequest(), null, cancel);
            targets.Add(new LoadTarget(channel, new ChainId(status.Chain.Span)));
            height = Math.Max(height, status.FinalizedHeight);
        }

        return height;
    }

    private static async Task<LoadAccount[]> PrepareAsync(IReadOnlyList<SigningKey> keys, LoadTarget target, CancellationToken cancel)
    {
        LoadAccount[] accounts = new LoadAccount[keys.Count];
        for (int i = 0; i < accounts.Length; i++)
        {
            GetAccountRequest request = new() { Account = ByteString.CopyFrom(keys[i].PublicKey.ToArray()) };
            Account account = await target.Channel.UnaryAsync(LoadTarget.GetAccount, request, null, cancel);
            accounts[i] = new LoadAccount(keys[i], account.NextNonce);
        }

        return accounts;
    }

    private static LoadReport Summarise(
        LoadOptions options, int validators, List<LoadConnection> connections, double seconds, ProcessorTime used, SignatureCeiling checks)
    {
        LatencyRecorder latencies = new();
        SortedDictionary<string, long> refused = new(StringComparer.Ordinal);
        foreach (LoadConnection connection in connections)
        {
            latencies.Merge(connection.Latencies);
            foreach (KeyValuePair<string, long> reason in connection.Refused)
            {
                refused[reason.Key] = refused.GetValueOrDefault(reason.Key) + reason.Value;
            }
        }

        double perSecond = latencies.Count / seconds;
        return new LoadReport(
            seconds,
            latencies.Count,
            perSecond,
            refused,
            latencies.PercentileMs(0.5),
            latencies.PercentileMs(0.99),
            latencies.PercentileMs(1),
            checks.OneByOne.PerSecond,
            perSecond / (checks.OneByOne.PerSecond / validators),
            checks.Together.PerSecond,
            perSecond / (checks.Together.PerSecond / validators),
            used.Nodes.TotalMicroseconds / Math.Max(1, latencies.Count),
            used.Client.TotalMicroseconds / Math.Max(1, latencies.Count),
            checks.OneByOne.Microseconds,
            checks.Together.Microseconds,
            validators,
            options.Connections,
            options.Outstanding,
            $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
    }
}
