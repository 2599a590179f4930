using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Replica;
using DeAI.Chain.Replica.Mempool;
using DeAI.Chain.Simulation.Adversaries;
using DeAI.Chain.Simulation.Disk;
using DeAI.Chain.Simulation.Events;
using DeAI.Chain.Simulation.Genesis;
using DeAI.Chain.Simulation.Invariants;
using DeAI.Chain.Simulation.Tracing;

namespace DeAI.Chain.Simulation.Cluster;

/// <summary>The host of one production replica: does the effects' duties on virtual disk, network and clock.</summary>
internal sealed partial class SimulatedNode
{
    /// <summary>The VRF proof in each block costs more than all else in a run together; a quarter of the nodes check it themselves.</summary>
    private const int ExecutedPerMille = 250;

    private readonly World _world;
    private readonly CounterRandom _random;
    private readonly WriteQueue _log;
    private readonly WriteQueue _bodies;
    private readonly WriteQueue _store;
    private readonly ReplicaEffects _effects = new();
    private readonly HashSet<Hash256> _validated = [];
    private readonly HashSet<Hash256> _synced = [];
    private ReplicaMachine? _machine;
    private Safety? _safety;
    private bool _logWasLost;
    private bool _isCatchingUp;
    private bool _wasSyncing;
    private View _view;
    private long _viewSinceMs;
    private int _incarnation;
    private long _timerAt;
    private long _lastTick;

    /// <param name="index">Its place in the cluster.</param>
    /// <param name="key">Whose key it holds: its own place, but for twins.</param>
    public SimulatedNode(World world, int index, int key)
    {
        _world = world;
        _random = world.Stream(2, index);
        Index = index;
        SigningKey = world.Chain.Keys[key];
        Disk = new VirtualDisk(world.Chain, world.Retention);
        Worker = new BlockWorker(world.Chain.Catalog, world.Transactions, beacons: world.Memory.Verify);
        _log = new WriteQueue(world.Events, _random, world.Pace.NoticeBound);
        _bodies = new WriteQueue(world.Events, _random, world.Pace.NoticeBound);
        _store = new WriteQueue(world.Events, _random, world.Pace.NoticeBound);
    }

    public int Index { get; }

    public SigningKey SigningKey { get; }

    public PublicKey Key => SigningKey.PublicKey;

    public VirtualDisk Disk { get; private set; }

    public BlockWorker Worker { get; }

    /// <summary>How far this machine's clock is off.</summary>
    public long SkewMs { get; set; }

    /// <summary>The next write stops the node.</summary>
    public bool DiskIsFull { get; set; }

    /// <summary>Correct software on a disk or a clock that is not.</summary>
    public bool IsOnBadMachine { get; init; }

    /// <summary>How often it was started; what it remembers in memory belongs to one of them.</summary>
    public int Incarnation => _incarnation;

    /// <summary>Null for a correct node.</summary>
    public IAdversary? Adversary { get; init; }

    public bool IsRunning => _machine is not null;

    public ReplicaMachine? Machine => _machine;

    private long LocalMs => (long)SimulationChain.StartMs + _world.Events.NowMs + SkewMs;

    public void Start()
    {
        _incarnation++;
        _timerAt = 0;
        _lastTick = 0;
        VoteLogContent log = Disk.Votes.Recover();
        ReachedIf(log.WasTorn, RareStates.TornLogCut);
        ReachedIf(log.WasHealed, RareStates.LogCopyHealed);
        ReachedIf(log.IsDamaged, RareStates.LogDamaged);
        ReachedIf(_logWasLost, RareStates.Quarantined);
        ReachedIf(log.Records.Count > 0, RareStates.RestartedWithVotes);
        _safety = log.IsDamaged ? null : Restore(log);
        ReplicaOptions options = new(
            Key, _safety, _world.Chain.Catalog, Disk, _world.Latency?.CacheOf(_world, Index) ?? _world.Signatures, _world.Transactions, MempoolLimits.Default)
        {
            SnapshotBehind = _world.SnapshotBehind,
        };
        ReplicaStart start = Disk.Start();
        ReachedIf(start.Snapshot is not null, RareStates.SnapshotResumed);
        _machine = new ReplicaMachine(options, start);
        _world.Trace.Add(_world.Events.NowMs, TraceKind.Restarted, Index);
        _world.Protocol?.Restarted(this, Disk.Epoch.Epoch);
        if (log.IsDamaged)
        {
            _world.Events.In(_random.Chance(500) ? _random.Between(1, 10) : _random.Between(1, 800), RepairLog);
        }

        Step(new ReplicaInput.Tick(LocalMs));
    }

    public void Crash()
    {
        if (_machine is null)
        {
            return;
        }

        _incarnation++;
        _machine = null;
        _validated.Clear();
        _synced.Clear();
        int lost = _log.Crash() + _bodies.Crash() + _store.Crash();
        _world.Faults.Count(lost > 0 ? "crash_losing_writes" : "crash");
        _world.Trace.Add(_world.Events.NowMs, TraceKind.Crashed, Index);
        _world.Protocol?.Crashed(this);
    }

    /// <summary>The operator replaces the whole disk: the node begins with genesis, without its votes.</summary>
    public void ReplaceDisk()
    {
        Crash();
        _world.Faults.Count("disk_replaced");
        _world.Invariants.DiskReplaced(this);
        Disk = new VirtualDisk(_world.Chain, _world.Retention);
        _logWasLost = true;
        _isCatchingUp = true;
    }

    /// <summary>The operator moves the damaged log away and starts the node again: in quarantine, until its lost votes cannot matter.</summary>
    private void RepairLog()
    {
        Crash();
        Disk.Votes = new VirtualVoteLog();
        _logWasLost = true;
        Start();
    }

    private Safety Restore(VoteLogContent log)
    {
        Safety safety = new(SigningKey, _world.Chain.Chain);
        Result restored = safety.Restore(Disk.Epoch.Epoch, Disk.Tip.View, log.Records, _logWasLost);
        if (restored.Refusal is { } refusal)
        {
            _world.Invariants.Broken(Invariant.Restart, $"node {Index} cannot restore its votes: {refusal}");
        }

        return safety;
    }

    /// <summary>A frame of another node arrives.</summary>
    public void Receive(SimulatedNode from, Channel channel, ReadOnlyMemory<byte> frame)
    {
        if (_machine is null)
        {
            return;
        }

        Adversary?.Hear(this, from, channel, frame);
        _world.Evidence.BeforeReceiving(this, from, channel, frame);
        Take(new ReplicaInput.FrameReceived(from.Key, channel, frame));
        _world.Evidence.AfterReceiving(this);
    }

    /// <summary>Hands an input to the replica, the time first; nothing happens while the node is down.</summary>
    public void Take(ReplicaInput input)
    {
        if (_machine is null)
        {
            return;
        }

        if (_lastTick != LocalMs && input is not ReplicaInput.Tick)
        {
            Step(new ReplicaInput.Tick(LocalMs));
        }

        Step(input);
    }

    /// <summary>Sends to one machine, which is never another one with this key.</summary>
    public void SendTo(int to, Channel channel, ReadOnlyMemory<byte> frame)
    {
        if (_world.Nodes[to].Key != Key)
        {
            _world.Network.Send(Index, to, channel, frame);
        }
    }

    /// <summary>Sends to every machine that has this key.</summary>
    public void SendTo(PublicKey key, Channel channel, ReadOnlyMemory<byte> frame)
    {
        for (int to = 0; to < _world.Nodes.Count; to++)
        {
            if (_world.Nodes[to].Key == key)
            {
                SendTo(to, channel, frame);
            }
        }
    }

    public void SendToAll(Channel channel, ReadOnlyMemory<byte> frame)
    {
        for (int to = 0; to < _world.Nodes.Count; to++)
        {
            SendTo(to, channel, frame);
        }
    }

    private void Step(ReplicaInput input)
    {
        if (_machine is null)
        {
            return;
        }

        if (input is ReplicaInput.Tick tick)
        {
            _lastTick = tick.NowMs;
            _world.Invariants.Clocks.Shows(this, tick.NowMs);
        }

        _machine.Step(input, _effects);
        NoteProgress(_machine);
        while (_effects.TryTake(out ReplicaEffect? effect))
        {
            // A full disk may stop the node between two effects.
            if (_machine is not null && Adversary?.Intercept(this, effect) != true)
            {
                Host(effect);
            }
        }

        if (_machine is { } running)
        {
            _world.Protocol?.IsIn(this, running.Epoch, running.View);
        }
    }

    private void NoteProgress(ReplicaMachine machine)
    {
        if (machine.View != _view)
        {
            _view = machine.View;
            _viewSinceMs = _world.Events.NowMs;
            _world.Latency?.Entered(Index, _view, _world.Events.NowMs);
        }

        ReachedIf(machine.IsSyncing && !_wasSyncing, RareStates.SyncStarted);
        _wasSyncing = machine.IsSyncing;
    }

    private void Reached(string state) => _world.States.Count(state);

    private void ReachedIf(bool isReached, string state)
    {
        if (isReached)
        {
            Reached(state);
        }
    }

    /// <summary>Runs beside the loop and comes back as an input a little later.</summary>
    private void Work(Func<ReplicaInput?> work)
    {
        int incarnation = _incarnation;
        int notice = _random.Below(Math.Min(2, _world.Pace.NoticeBound));
        _world.Events.In(_world.Pace.WorkMs + _random.Below(_world.Pace.WorkBound), () =>
        {
            if (incarnation == _incarnation && work() is { } input)
            {
                _world.Events.In(notice, () => TakeIn(incarnation, input));
            }
        });
    }

    private void Write(WriteQueue queue, Action flush, Action? tear, ReplicaInput? acknowledgement)
    {
        if (DiskIsFull)
        {
            // The node cannot keep its word any more, so it stops; the operator starts it when there is room.
            _world.Faults.Count("disk_full");
            Crash();
            return;
        }

        int latency = _world.Pace.FlushMs + _random.Below(_world.Pace.FlushBound);
        if (_world.Has(SimulationFaults.SlowDisk) && _random.Chance(20))
        {
            latency = _random.Between(50, 1000);
            _world.Faults.Count("slow_flush");
        }

        int incarnation = _incarnation;
        queue.Add(latency, flush, tear, () => TakeIn(incarnation, acknowledgement));
    }

    private void TakeIn(int incarnation, ReplicaInput? input)
    {
        if (incarnation == _incarnation && input is not null)
        {
            Take(input);
        }
    }

    private void SetTimer(long atMs)
    {
        if (atMs == _timerAt)
        {
            return;
        }

        _timerAt = atMs;
        int incarnation = _incarnation;
        _world.Events.In(Math.Max(1, atMs - LocalMs), () =>
        {
            if (incarnation == _incarnation && _timerAt == atMs)
            {
                _timerAt = 0;
                _world.Trace.Add(_world.Events.NowMs, TraceKind.Timer, Index);
                Take(new ReplicaInput.Tick(LocalMs));
            }
        });
    }
}
