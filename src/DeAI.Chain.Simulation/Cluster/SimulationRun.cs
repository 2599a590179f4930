using System.Collections.Immutable;
using DeAI.Chain.Consensus;
using DeAI.Chain.Simulation.Adversaries;
using DeAI.Chain.Simulation.Clients;
using DeAI.Chain.Simulation.Events;
using DeAI.Chain.Simulation.Tracing;

namespace DeAI.Chain.Simulation.Cluster;

/// <summary>One run: a phase with faults, healing, and the wait for progress.</summary>
internal sealed class SimulationRun : IDisposable
{
    private readonly World _world;
    private readonly SimulationOptions _options;
    private readonly FaultSchedule _schedule;
    private readonly CounterRandom _random;

    public SimulationRun(SimulationOptions options, ProtocolRecorder? protocol = null)
    {
        _options = options;
        _world = new World(options) { Protocol = protocol };
        protocol?.EpochStarted(new EpochStart(default, _world.Chain.Validators, default, _world.Chain.Genesis.Digest));
        _random = _world.Stream(0, 0);
        MakeNodes();
        _world.Invariants.Clients = new ClientFleet(_world);
        _schedule = new FaultSchedule(_world);
    }

    public SimulationReport Execute()
    {
        long progressMs = -1;
        try
        {
            progressMs = Play();
        }
        catch (Exception defect) when (defect is not OutOfMemoryException)
        {
            // A node that throws has crashed for good: the finding of this run, to be reported with its seed.
            _world.Invariants.Broken($"thrown: {defect}");
        }

        _world.Invariants.CheckEnd();
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
            _world.Trace.Digest().ToString(),
            _world.Faults.ToImmutable(),
            _world.States.ToImmutable(),
            _world.Invariants.Violations);
    }

    /// <summary>What the recorder, where there is one, wrote down.</summary>
    public ImmutableArray<ProtocolTrace> Traces => _world.Protocol?.ToTraces(_world) ?? [];

    public void Dispose() => _world.Dispose();

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
        bool progressed = RunUntil(
            healedAt + SimulationOptions.ProgressBoundMs,
            () => _world.Invariants.Clients.AllFinal && _world.Correct.All(node => node.Disk.Tip.Height.Value >= target));
        if (!progressed && !_world.Invariants.IsBroken)
        {
            string heights = string.Join(", ", _world.Correct.Select(static node => $"{node.Disk.Tip.Height} in view {node.Machine?.View}"));
            _world.Invariants.Broken(
                $"no progress within {SimulationOptions.ProgressBoundMs} ms: height {target} wanted, nodes at {heights}, all transactions final: {_world.Invariants.Clients.AllFinal}");
        }

        return progressed ? _world.Events.NowMs - healedAt : -1;
    }

    private bool RunUntil(long untilMs, Func<bool> isDone)
    {
        while (!_world.Invariants.IsBroken && _world.Events.TryTake(untilMs, out Action action))
        {
            action();
            if (isDone())
            {
                return true;
            }
        }

        return false;
    }

    private void Start()
    {
        if (_options.Faults.HasFlag(SimulationFaults.LateJoin) && _world.Correct.Count() > 1)
        {
            _schedule.LateNode = _world.Correct.Last().Index;
            _world.Faults.Count("late_join");
        }

        foreach (SimulatedNode node in _world.Nodes.Where(node => node.Index != _schedule.LateNode))
        {
            node.Start();
        }
    }

    private void MakeNodes()
    {
        int byzantine = !SwarmDraw.Ways.Any(way => _options.Faults.HasFlag(way)) ? 0 : _options.Byzantine ?? ((_options.Nodes - 1) / 3);
        SortedSet<int> adversaries = [];
        while (adversaries.Count < byzantine)
        {
            adversaries.Add(_random.Below(_options.Nodes));
        }

        SimulationFaults way = byzantine == 0 ? SimulationFaults.None : DrawWay();
        bool skewed = _options.Faults.HasFlag(SimulationFaults.ClockSkew);
        for (int index = 0; index < _options.Nodes; index++)
        {
            long skewMs = skewed ? _random.Between(-200, 200) : 0;
            IAdversary? adversary = adversaries.Contains(index) ? Make(way, index) : null;
            if (adversary is not null)
            {
                _world.Faults.Count("byzantine_" + adversary.Name);
            }

            _world.Nodes.Add(new SimulatedNode(_world, index, skewMs) { Adversary = adversary });
        }
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
            _ => new LyingSyncAdversary(_world, random),
        };
    }
}
