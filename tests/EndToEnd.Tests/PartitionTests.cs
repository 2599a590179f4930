using System.Diagnostics;
using System.Globalization;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Cli.Commands.LocalNet;
using DeAI.Chain.Cli.Commands.LocalNet.Trials;
using DeAI.Chain.Client;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using Google.Protobuf;
using Xunit.Abstractions;
using Task = System.Threading.Tasks.Task;

namespace EndToEnd.Tests;

/// <summary>
/// Four validators in network namespaces, cut into sides under load and joined again. <c>DEAI_PARTITIONS</c> says how many times instead of two,
/// <c>DEAI_PARTITIONS_SEED</c> draws the sides after the first two, <c>DEAI_PARTITIONS_SECONDS</c> makes each cut last longer.
/// </summary>
public sealed class PartitionTests(ITestOutputHelper output)
{
    private const int Validators = 4;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan InFlight = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Cut = TimeSpan.FromSeconds(4);

    private readonly List<TimeSpan> _healed = [];

    [Fact]
    public async Task Partitions_OneAloneAndHalves_MinorityCommitsNothingAndCatchesUp()
    {
        if (NamespaceSwitch.Missing() is { } missing)
        {
            output.WriteLine(missing);
            return;
        }

        string directory = Directory.CreateTempSubdirectory("deai-partition-").FullName;
        using NamespaceSwitch wires = NamespaceSwitch.Create(Validators);
        LocalNetworkPlan plan = LocalNetworkPlan.Standard(Validators, 0, 4) with
        {
            PeerHosts = [.. Enumerable.Range(0, Validators).Select(NamespaceSwitch.Host)],
            Parameters = new SortedDictionary<string, ulong>(StringComparer.Ordinal) { ["consensus.min_block_interval_ms"] = 100 },
        };
        await using LocalNetwork network = LocalNetwork.Create(directory, plan);
        network.Wrapper = node => wires.Wrapper(node.Index);
        List<NamespaceGate> gates = [.. network.Nodes.Select(node => new NamespaceGate(wires.Namespace(node.Index), new Uri("http://" + node.Grpc).Port))];
        List<NodeProbe> probes = [.. network.Nodes.Select(node => new NodeProbe(node, gates[node.Index].Address))];
        try
        {
            await network.StartAllAsync();
            await using AcknowledgedLoad load = AcknowledgedLoad.Start(network, outstanding: 8, [.. gates.Select(static gate => gate.Address)]);
            await PartAndHealAsync(network, wires, probes, load);
            await load.StopAsync(Limit);
            await CheckAllAsync(probes, load);
            output.WriteLine($"healed: {Milliseconds.Of(_healed)}; {load.Count} transfers acknowledged, all on every node");
        }
        finally
        {
            await network.StopAllAsync();
            probes.ForEach(static probe => probe.Dispose());
            gates.ForEach(static gate => gate.Dispose());
        }

        Directory.Delete(directory, recursive: true);
    }

    private async Task PartAndHealAsync(LocalNetwork network, NamespaceSwitch wires, List<NodeProbe> probes, AcknowledgedLoad load)
    {
        int times = Number("DEAI_PARTITIONS", 2);
        Random random = new(Number("DEAI_PARTITIONS_SEED", 1));
        for (int i = 0; i < times; i++)
        {
            int[] nodes = [0, 1, 2, 3];
            random.Shuffle(nodes);
            bool halves = i < 2 ? i == 1 : random.Next(2) == 0;
            int[] side = nodes[..(halves ? 2 : 1)];
            int[] rest = nodes[side.Length..];
            await ReachAsync(probes, (await HighestAsync(probes)) + 5);
            long acknowledgedBefore = load.Count;
            wires.Part(side);
            await Task.Delay(InFlight);
            int inFlight = load.Count;
            await Task.Delay(TimeSpan.FromSeconds(Number("DEAI_PARTITIONS_SECONDS", 0)));
            await CheckCutAsync(network, probes, side, halves ? [] : rest, halves ? [.. side, .. rest] : side);
            Assert.True(!halves || load.Count == inFlight, "a transfer was acknowledged while no side had a quorum");
            wires.Heal();
            long healed = Stopwatch.GetTimestamp();
            await ReachAsync(probes, (await HighestAsync(probes)) + 1);
            _healed.Add(Stopwatch.GetElapsedTime(healed));
            await ClusterChecks.SameChainAsync(probes);
            output.WriteLine(
                $"{i + 1}: {string.Join('+', side)} | {string.Join('+', rest)}: joined, caught up and a new block on all after {_healed[^1].TotalMilliseconds:F0} ms; "
                + $"{load.Count - acknowledgedBefore} transfers acknowledged meanwhile");
        }
    }

    /// <summary>While it is cut: a side with a quorum goes on, a node without one commits nothing, and acknowledges nothing to its clients.</summary>
    private static async Task CheckCutAsync(LocalNetwork network, List<NodeProbe> probes, int[] side, int[] quorum, int[] without)
    {
        ulong[] still = await Task.WhenAll(without.Select(node => probes[node].HeightAsync()));
        Task<StatusCode> refused = NotAcknowledgedAsync(network, probes[side[0]]);
        ulong high = quorum.Length > 0 ? await HighestAsync([.. quorum.Select(node => probes[node])]) : 0;
        await Task.WhenAll(quorum.Select(node => probes[node].WaitForHeightAsync(high + 5, Limit)));
        Assert.Equal(StatusCode.DeadlineExceeded, await refused);
        Assert.Equal(still, await Task.WhenAll(without.Select(node => probes[node].HeightAsync())));
    }

    private static async Task<StatusCode> NotAcknowledgedAsync(LocalNetwork network, NodeProbe node)
    {
        using ChainClient client = new(node.Client.Options with { CallTimeout = Cut });
        using SigningKey key = network.OpenKey("customer-1");
        using TransactionSender sender = new(client, key);
        SignedTransaction signed = await sender.SignAsync(ModuleIds.Accounts, Transfer.Type, new Transfer(LocalAccounts.IdOf(network, "customer-2"), new Credits(1)));
        SubmitRequest request = new() { Transaction = ByteString.CopyFrom(Canonical.Encode(signed)) };
        return await Deadline.OfAsync(() => client.Transactions.SubmitAndWaitAsync(request));
    }

    private static async Task CheckAllAsync(List<NodeProbe> probes, AcknowledgedLoad load)
    {
        IReadOnlyList<AcknowledgedTransfer> acknowledged = load.Acknowledged();
        Assert.True(acknowledged.Count > 50, $"only {acknowledged.Count} transfers were acknowledged");
        Assert.Empty(load.Refused);
        await ReachAsync(probes, acknowledged.Max(static transfer => transfer.Height));
        foreach (NodeProbe probe in probes)
        {
            await ClusterChecks.HoldsAllAsync(probe, acknowledged);
            await ClusterChecks.NoPendingEvidenceAsync(probe);
        }

        await ClusterChecks.SameChainAsync(probes);
        await ClusterChecks.NoOffenceAsync(probes[0]);
    }

    private static async Task<ulong> HighestAsync(List<NodeProbe> probes) => (await Task.WhenAll(probes.Select(static probe => probe.HeightAsync()))).Max();

    private static Task ReachAsync(List<NodeProbe> probes, ulong height) => Task.WhenAll(probes.Select(probe => probe.WaitForHeightAsync(height, Limit)));

    private static int Number(string variable, int value) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int given) ? given : value;
}
