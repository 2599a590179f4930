using System.Collections.Immutable;
using DeAI.Chain.Consensus;
using DeAI.Chain.Simulation.Adversaries;
using DeAI.Chain.Simulation.Clients;
using DeAI.Chain.Simulation.Events;
using DeAI.Chain.Simulation.Invariants;
using DeAI.Chain.Simulation.Latency;
using DeAI.Chain.Simulation.Tracing;

namespace DeAI.Chain.Simulation.Cluster;

/// <summary>One run: a phase with faults, healing, and the wait for progress.</summary>
internal sealed class SimulationRun
{
    /// <summary>About twenty times what an ordinary run of 16 nodes has.</summary>
    private const long MostEventsPerNode = 100_000;

    private readonly World _world;
    private readonly SimulationOptions _options;
    private readonly FaultSchedule _schedule;
    private readonly CounterRandom _random;

    public SimulationRun(SimulationOptions options, ProtocolRecorder? protocol = null, LatencyProbe? latency = null, Pace? pace = null)
    {
        _options = options;
        _world = new World(options, latency, pace) { Protocol = protocol };
        protocol?.EpochStarted(new EpochStart(default, _world.Chain.Validators, default, _world.Chain.Genesis.Digest));
        _random = _world.Stream(0, 0);
        MakeNodes();
        _world.Invariants.Clients = new ClientFleet(_world) { ToEveryNode = latency?.ToEveryNode == true };
        _schedule = new FaultSchedule(_world);
    }

    public SimulationReport Execute()
    {
        long progressMs = -1;
        Guard(() => progressMs = Play());
        Guard(_world.Invariants.CheckEnd);
        return new SimulationReport(
            _options.Seed,
            _options.Nodes,
            _options.Faults.ToString(),
            _world.Trace.Count,
            _world.Events.NowMs,
            progressMs,
            (ulong)_world.Invariants.Chain.Count - 1,
            _world.Invariants.HighestEpoch,
            _world.Invariants.Clients!.Acknowledged.Count(),
            _world.Trace.Digest(),
            _world.Faults.ToImmutable(),
            _world.States.ToImmutable(),
            _world.Invariants.Violations);
    }

    /// <summary>What the recorder, where there is one, wrote down.</summary>
    public ImmutableArray<ProtocolTrace> Traces => _world.Protocol?.ToTraces(_world) ?? [];

    /// <summary>A node that throws has crashed for good: the finding of this run, to be reported with its seed.</summary>
    private void Guard(Action part)
    {
        try
        {
            part();
        }
        catch (Exception defect) when (defect is not OutOfMemoryException)
        {
            _world.Invariants.Broken(Invariant.Exception, $"{defect}");
        }
    }

    private long Play()
    {
        _world.FaultsAreOn = true;
        Start();
        _world.Invariants.Clients!.Schedule(_options.Transactions, _options.FaultyMs);
        _schedule.Plan(_options.FaultyMs);
        RunUntil(_options.FaultyMs, static () => false);

        _schedule.Heal();
        long healedAt = _world.Events.NowMs;
        ulong target = (ulong)_world.Invariants.Chain.Count - 1 + SimulationOptions.ProgressHeights;
        int boundMs = SimulationOptions.ProgressBoundMs + (_world.SnapshotBehind is null ? 0 : SimulationOptions.SnapshotRetryMs);
        bool progressed = RunUntil(
            healedAt + boundMs,
            () => _world.Invariants.Clients.AllFinal && _world.Correct.All(node => node.Disk.Tip.Height.Value >= target));
        if (!progressed && !_world.Invariants.IsBroken)
        {
            string heights = string.Join(", ", _world.Correct.Select(static node => $"{node.Disk.Tip.Height} in view {node.Machine?.View}"));
            _world.Invariants.Broken(
                Invariant.Progress,
                $"none within {boundMs} ms: height {target} wanted, nodes at {heights}, all transactions final: {_world.Invariants.Clients.AllFinal}");
        }

        return progressed ? _world.Events.NowMs - healedAt : -1;
    }

    private bool RunUntil(long untilMs, Func<bool> isDone)
    {
        while (!_world.Invariants.IsBroken && _world.Events.TryTake(untilMs, out Action action))
        {
            action();
            if (_world.Trace.Count > MostEventsPerNode * _world.Nodes.Count)
            {
                _world.Invariants.Broken(Invariant.Flood, $"{_world.Trace.Count} events");
            }

            if (isDone())
            {
                return true;
            }
        }

        return false;
    }

    private void Start()
    {
        _schedule.PlanAbsence(_options.FaultyMs);
        foreach (SimulatedNode node in _world.Nodes.Where(node => node.Index != _schedule.LateNode))
        {
            node.Start();
        }

        foreach (SimulatedNode node in _world.Nodes.Where(static node => node.IsOnBadMachine))
        {
            BadMachine.Schedule(_world, node, _world.Stream(6, node.Index), _options.FaultyMs);
        }
    }

    private void MakeNodes()
    {
        int failing = !SwarmDraw.Ways.Any(way => _options.Faults.HasFlag(way)) ? 0 : _options.Byzantine ?? ((_options.Nodes - 1) / 3);
        SortedSet<int> chosen = [];
        while (chosen.Count < failing)
        {
            chosen.Add(_random.Below(_options.Nodes));
        }

        SimulationFaults way = failing == 0 ? SimulationFaults.None : DrawWay();
        for (int index = 0; index < _options.Nodes; index++)
        {
            Add(index, index, chosen.Contains(index) ? way : SimulationFaults.None);
        }

        foreach (int index in chosen.Where(_ => way == SimulationFaults.Twins))
        {
            int twin = _world.Nodes.Count;
            Add(twin, index, way);
            TwinAdversary.Schedule(_world, _world.Stream(7, twin), _world.Nodes[index], _world.Nodes[twin], _options.FaultyMs);
        }
    }

    private void Add(int index, int key, SimulationFaults way)
    {
        bool isBadMachine = way is SimulationFaults.BadDisk or SimulationFaults.BadClock;
        IAdversary? adversary = way == SimulationFaults.None || isBadMachine ? null : Make(way, index);
        if (way != SimulationFaults.None)
        {
            _world.Faults.Count("failing_" + (adversary?.Name ?? way.ToString().ToLowerInvariant()));
        }

        long skewMs = _options.Faults.HasFlag(SimulationFaults.ClockSkew) ? _random.Between(-200, 200) : 0;
        _world.Add(new SimulatedNode(_world, index, key) { Adversary = adversary, IsOnBadMachine = isBadMachine, SkewMs = skewMs });
    }

    private SimulationFaults DrawWay()
    {
        SimulationFaults[] ways = [.. SwarmDraw.Ways.Where(way => _options.Faults.HasFlag(way))];
        return ways[_random.Below(ways.Length)];
    }

    private IAdversary Make(SimulationFaults way, int index)
    {
        CounterRandom random = _world.Stream(5, index);
        return way switch
        {
            SimulationFaults.Equivocate => new EquivocatingAdversary(_world),
            SimulationFaults.Silent => new SilentAdversary(),
            SimulationFaults.Garbage => new GarbageAdversary(_world, random),
            SimulationFaults.LyingSync => new LyingSyncAdversary(_world, random),
            SimulationFaults.Withhold => new WithholdingAdversary(_world, random),
            SimulationFaults.Nullify => new NullifyingAdversary(_world, random),
            SimulationFaults.Stale => new StaleAdversary(_world, random),
            SimulationFaults.Replay => new ReplayingAdversary(_world, random),
            SimulationFaults.Forge => new ForgingAdversary(_world, random),
            SimulationFaults.BadBlock => new BadBlockAdversary(_world, random),
            SimulationFaults.Twins => new TwinAdversary(),
            _ => throw new ArgumentOutOfRangeException(nameof(way), way, "No way to be Byzantine."),
        };
    }
}
