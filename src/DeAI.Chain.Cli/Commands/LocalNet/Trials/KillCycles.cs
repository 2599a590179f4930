using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using DeAI.Chain.Api.V1;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Cli.Commands.LocalNet.Trials;

/// <summary>
/// Validators under load are killed and started again, over and over. After each cycle: the killed nodes are ready and have caught up, all nodes
/// have the same chain, what was final before is final still, every acknowledged transfer is shown with its receipt, and nobody has evidence of
/// contradicting signatures. At the end every home is replayed from genesis.
/// </summary>
public sealed class KillCycles : IAsyncDisposable
{
    private const int OlderTransfersChecked = 100;

    /// <summary>The first cycles are one of each kind, the rest are drawn.</summary>
    private const int KindsInTurn = 4;

    private static readonly TimeSpan LastTransfers = TimeSpan.FromSeconds(60);

    private readonly LocalNetwork _network;
    private readonly KillCyclesOptions _options;
    private readonly Action<string> _progress;
    private readonly Random _random;
    private readonly Random _sample = new(1);
    private readonly List<NodeProbe> _probes;
    private readonly int[] _checked;
    private readonly SortedDictionary<string, int> _kinds = new(StringComparer.Ordinal);
    private readonly List<TimeSpan> _ready = [];
    private readonly List<TimeSpan> _readyProcessor = [];
    private readonly List<TimeSpan> _caughtUp = [];
    private readonly List<TimeSpan> _wentOn = [];
    private BlockHeader? _anchor;
    private int _kills;
    private int _notSigning;
    private int _verified;
    private long _replayed;
    private long _receipts;

    private KillCycles(LocalNetwork network, KillCyclesOptions options, Action<string> progress)
    {
        _network = network;
        _options = options;
        _progress = progress;
        _random = new Random(options.Seed);
        _probes = [.. network.Nodes.Select(static node => new NodeProbe(node))];
        _checked = new int[network.Nodes.Count];
    }

    /// <summary>Makes a network in the directory and tries it. Ends at the first violation.</summary>
    /// <param name="progress">Told a line about each cycle.</param>
    public static async Task<KillCyclesReport> RunAsync(string directory, KillCyclesOptions options, Action<string> progress, CancellationToken cancel)
    {
        LocalNetworkPlan plan = LocalNetworkPlan.Standard(options.Validators, auditors: 0, options.Accounts) with
        {
            // Four blocks a second: nodes that start must get processor time beside those that run.
            Parameters = new SortedDictionary<string, ulong>(StringComparer.Ordinal)
            {
                ["consensus.min_block_interval_ms"] = 250,
                ["consensus.max_block_interval_ms"] = 500,
            },
        };
        await using LocalNetwork network = LocalNetwork.Create(directory, plan);
        await using KillCycles trial = new(network, options, progress);
        await Task.WhenAll(network.Nodes.Select(node => trial.StartAsync(node.Index, isCounted: false, cancel)));
        return await trial.RunAsync(cancel);
    }

    public ValueTask DisposeAsync()
    {
        _probes.ForEach(static probe => probe.Dispose());
        return ValueTask.CompletedTask;
    }

    private async Task<KillCyclesReport> RunAsync(CancellationToken cancel)
    {
        long started = Stopwatch.GetTimestamp();
        string? violation = null;
        int cycles = 0;
        ulong height = 0;
        await using AcknowledgedLoad load = AcknowledgedLoad.Start(_network, _options.Outstanding);
        try
        {
            try
            {
                for (; cycles < _options.Cycles; cycles++)
                {
                    await CycleAsync(cycles + 1, load, cancel);
                }
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                // Interrupted: what was done so far is still checked and told.
            }

            height = await FinishAsync(load);
        }
        catch (Exception found) when (found is TrialViolationException or CliException)
        {
            violation = $"cycle {cycles + 1}: {found.Message}";
        }

        return new KillCyclesReport(
            violation is null && cycles == _options.Cycles && _verified == _options.Validators,
            violation,
            _options.Seed,
            _options.Validators,
            cycles,
            _kinds,
            _kills,
            load.Count,
            load.Unfinished,
            load.Refused,
            _receipts,
            Milliseconds.Of(_ready),
            _ready.Count(time => time > _options.ReadyLimit),
            Milliseconds.Of(_readyProcessor),
            Milliseconds.Of(_caughtUp),
            Milliseconds.Of(_wentOn),
            _notSigning,
            Evidence: 0,
            height,
            _verified,
            _replayed,
            Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 1),
            $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
    }

    private async Task CycleAsync(int number, AcknowledgedLoad load, CancellationToken cancel)
    {
        long started = Stopwatch.GetTimestamp();
        KillKind kind = number <= KindsInTurn ? (KillKind)(number - 1) : Draw();
        _kinds[kind.ToString()] = _kinds.GetValueOrDefault(kind.ToString()) + 1;
        int[] victims = Victims(kind);
        await Task.Delay(_random.Next(50, 1_000), cancel);
        await Task.WhenAll(victims.Select(_network.KillNodeAsync));
        _kills += victims.Length;
        await Task.Delay(_random.Next(0, 700), cancel);
        if (kind == KillKind.WhileStarting)
        {
            _network.LaunchNode(victims[0]);
            await Task.Delay(_random.Next(100, 2_500), cancel);
            await _network.KillNodeAsync(victims[0]);
            _kills++;
        }

        ulong before = (await Task.WhenAll(_probes.Select(probe => probe.HeightOrZeroAsync(cancel)))).Max();
        await Task.WhenAll(victims.Select(index => StartAsync(index, isCounted: true, cancel)));
        long ready = Stopwatch.GetTimestamp();
        await Task.WhenAll(_probes.Select(probe => probe.WaitForHeightAsync(before + 1, _options.Patience, cancel)));
        _wentOn.Add(Stopwatch.GetElapsedTime(ready));

        BlockHeader common = await ClusterChecks.SameChainAsync(_probes, cancel);
        foreach (int victim in victims)
        {
            await CheckAsync(victim, load, cancel);
        }

        await ClusterChecks.NoOffenceAsync(_probes[victims[0]], _anchor?.Height ?? 1, cancel);
        _anchor = common;
        _progress($"{number}: {kind} {string.Join('+', victims)}, height {common.Height}, {load.Count} acknowledged, {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
    }

    private KillKind Draw() => _random.Next(100) switch
    {
        < 55 => KillKind.One,
        < 75 => KillKind.Two,
        < 88 => KillKind.All,
        _ => KillKind.WhileStarting,
    };

    private int[] Victims(KillKind kind)
    {
        int[] all = [.. Enumerable.Range(0, _options.Validators)];
        _random.Shuffle(all);
        return all[..(kind switch { KillKind.All => all.Length, KillKind.Two => 2, _ => 1 })];
    }

    private async Task StartAsync(int index, bool isCounted, CancellationToken cancel)
    {
        long started = Stopwatch.GetTimestamp();
        _network.LaunchNode(index);
        NodeProbe probe = _probes[index];
        await probe.WaitUntilReadyAsync(_options.Patience, cancel);
        TimeSpan ready = Stopwatch.GetElapsedTime(started);
        TimeSpan processor = ProcessorTime(probe.Node);
        ulong others = (await Task.WhenAll(_probes.Select(other => other.HeightOrZeroAsync(cancel)))).Max();
        await probe.WaitForHeightAsync(others, _options.Patience, cancel);
        if (!isCounted)
        {
            return;
        }

        lock (_ready)
        {
            _ready.Add(ready);
            _readyProcessor.Add(processor);
            _caughtUp.Add(Stopwatch.GetElapsedTime(started));
        }
    }

    private static TimeSpan ProcessorTime(LocalNode node)
    {
        using Process? process = NodeProcess.Find(node);
        return process?.TotalProcessorTime ?? TimeSpan.Zero;
    }

    private async Task CheckAsync(int index, AcknowledgedLoad load, CancellationToken cancel)
    {
        NodeProbe probe = _probes[index];
        if (_anchor is not null)
        {
            await ClusterChecks.StillHasAsync(probe, _anchor, cancel);
        }

        // A node may be told of a block after the client was: it is given the height of the newest one first.
        IReadOnlyList<AcknowledgedTransfer> recent = load.Acknowledged(_checked[index]);
        List<AcknowledgedTransfer> asked = [.. recent];
        if (_checked[index] > 0)
        {
            asked.AddRange(Enumerable.Range(0, OlderTransfersChecked).Select(_ => load.At(_sample.Next(_checked[index]))));
        }

        await probe.WaitForHeightAsync(asked.Select(static transfer => transfer.Height).DefaultIfEmpty().Max(), _options.Patience, cancel);
        await ClusterChecks.HoldsAllAsync(probe, asked, cancel);
        await ClusterChecks.NoPendingEvidenceAsync(probe, cancel);
        _notSigning += (await probe.StatusAsync(cancel)).Degraded.Length > 0 ? 1 : 0;
        _receipts += asked.Count;
        _checked[index] += recent.Count;
    }

    /// <returns>The height at which all nodes were compared.</returns>
    private async Task<ulong> FinishAsync(AcknowledgedLoad load)
    {
        await load.StopAsync(LastTransfers);
        foreach (NodeProbe probe in _probes)
        {
            await CheckAsync(probe.Node.Index, load, CancellationToken.None);
        }

        BlockHeader common = await ClusterChecks.SameChainAsync(_probes);
        await ClusterChecks.NoOffenceAsync(_probes[0], _anchor?.Height ?? 1);
        await _network.StopAllAsync();
        foreach (LocalNode node in _network.Nodes)
        {
            _progress($"replaying {node.Name} from genesis");
            if (await ReplayAsync(node, load.Count) is not { } transactions)
            {
                break;
            }

            _replayed = Math.Max(_replayed, transactions);
            _verified++;
        }

        return common.Height;
    }

    /// <returns>How many transactions the home holds; null if a second signal ended the replay.</returns>
    private static async Task<long?> ReplayAsync(LocalNode node, int acknowledged)
    {
        using StringWriter output = new();
        CliEnvironment quiet = new(output, TextWriter.Null, static _ => null, ReadSecret: null, HasTerminal: false);
        int code = await CliProgram.RunAsync(["node", "verify", "--home", node.Home, "--output", "json"], quiet);
        using JsonDocument answer = JsonDocument.Parse(output.ToString());
        if (code != ExitCode.Done && answer.RootElement.GetProperty("error").GetProperty("code").GetString() == "cli.interrupted")
        {
            return null;
        }

        if (code != ExitCode.Done)
        {
            throw new TrialViolationException($"replay of {node.Name}: {answer.RootElement.GetProperty("error").GetProperty("message").GetString()}");
        }

        long transactions = answer.RootElement.GetProperty("transactions").GetInt64();
        return transactions >= acknowledged
            ? transactions
            : throw new TrialViolationException($"replay of {node.Name}: {transactions} transactions, but {acknowledged} were acknowledged");
    }
}
