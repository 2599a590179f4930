using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica;
using DeAI.Chain.Replica.Mempool;
using DeAI.Chain.Replica.Messages;
using DeAI.Chain.Simulation.Adversaries;
using DeAI.Chain.Simulation.Disk;
using DeAI.Chain.Simulation.Events;
using DeAI.Chain.Simulation.Genesis;
using DeAI.Chain.Simulation.Tracing;

namespace DeAI.Chain.Simulation.Cluster;

/// <summary>The host of one production replica: does the effects' duties on virtual disk, network and clock.</summary>
internal sealed class SimulatedNode
{
    /// <summary>The VRF proof in each block costs more than all else in a run together; a quarter of the nodes check it themselves.</summary>
    private const int ExecutedPerMille = 250;

    private readonly World _world;
    private readonly CounterRandom _random;
    private readonly WriteQueue _log;
    private readonly WriteQueue _store;
    private readonly ReplicaEffects _effects = new();
    private readonly long _skewMs;
    private ReplicaMachine? _machine;
    private int _incarnation;
    private long _timerAt;
    private long _lastTick;

    public SimulatedNode(World world, int index, long skewMs)
    {
        _world = world;
        _random = world.Stream(2, index);
        _skewMs = skewMs;
        Index = index;
        SigningKey = world.Chain.Keys[index];
        Disk = new VirtualDisk(world.Chain);
        Worker = new BlockWorker(world.Chain.Catalog, world.Transactions);
        _log = new WriteQueue(world.Events, _random);
        _store = new WriteQueue(world.Events, _random);
    }

    public int Index { get; }

    public SigningKey SigningKey { get; }

    public PublicKey Key => SigningKey.PublicKey;

    public VirtualDisk Disk { get; }

    public BlockWorker Worker { get; }

    /// <summary>Null for a correct node.</summary>
    public IAdversary? Adversary { get; init; }

    public bool IsRunning => _machine is not null;

    public ReplicaMachine? Machine => _machine;

    private long LocalMs => (long)SimulationChain.StartMs + _world.Events.NowMs + _skewMs;

    public void Start()
    {
        _incarnation++;
        _timerAt = 0;
        _lastTick = 0;
        Safety safety = new(SigningKey, _world.Chain.Chain);
        Result restored = safety.Restore(Disk.Epoch.Epoch, Disk.Tip.View, Disk.Votes, quarantine: false);
        if (restored.Refusal is { } refusal)
        {
            _world.Invariants.Broken($"node {Index} cannot restore its votes: {refusal}");
        }

        ReplicaOptions options = new(
            Key, safety, _world.Chain.Catalog, Disk, _world.Signatures, _world.Transactions, MempoolLimits.Default);
        _machine = new ReplicaMachine(options, Disk.Start());
        _world.Trace.Add(_world.Events.NowMs, TraceKind.Restarted, Index);
        _world.Protocol?.Restarted(this, Disk.Epoch.Epoch);
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
        int lost = _log.Crash() + _store.Crash();
        _world.Faults.Count(lost > 0 ? "crash_losing_writes" : "crash");
        _world.Trace.Add(_world.Events.NowMs, TraceKind.Crashed, Index);
        _world.Protocol?.Crashed(this);
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

    public void SendTo(int to, Channel channel, ReadOnlyMemory<byte> frame)
    {
        if (to != Index)
        {
            _world.Network.Send(Index, to, channel, frame);
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
        }

        _machine.Step(input, _effects);
        while (_effects.TryTake(out ReplicaEffect? effect))
        {
            if (Adversary?.Intercept(this, effect) != true)
            {
                Host(effect);
            }
        }

        _world.Protocol?.IsIn(this, _machine.Epoch, _machine.View);
    }

    private void Host(ReplicaEffect effect)
    {
        switch (effect)
        {
            case ReplicaEffect.PersistVote persist:
                _world.Protocol?.Decided(this, persist.Record);
                Write(_log, () => VoteDurable(persist.Record), new ReplicaInput.Persisted(persist.Token));
                break;
            case ReplicaEffect.PersistProposal persist:
                _world.Protocol?.Seen(persist.Proposal.Header);
                Write(_log, () => ProposalDurable(persist.Proposal), new ReplicaInput.Persisted(persist.Token));
                break;
            case ReplicaEffect.Commit commit:
                Write(_store, () => CommitDurable(commit), new ReplicaInput.Committed(commit.Blocks[^1].Header.Height, commit.Blocks[^1].Digest));
                break;
            case ReplicaEffect.Send send:
                _world.Invariants.Sent(this, send.Channel, send.Frame);
                SendTo(IndexOf(send.To), send.Channel, send.Frame);
                break;
            case ReplicaEffect.Broadcast broadcast:
                _world.Invariants.Sent(this, broadcast.Channel, broadcast.Frame);
                for (int to = 0; to < _world.Nodes.Count; to++)
                {
                    SendTo(to, broadcast.Channel, broadcast.Frame);
                }

                break;
            case ReplicaEffect.SetTimer timer:
                SetTimer(timer.AtMs);
                break;
            default:
                HostWork(effect);
                break;
        }
    }

    private void HostWork(ReplicaEffect effect)
    {
        switch (effect)
        {
            case ReplicaEffect.VerifyTransactions verify:
                Work(() => Verify(verify));
                break;
            case ReplicaEffect.BuildBlock build:
                Work(() => Built(Worker.Build(build.Job)));
                break;
            case ReplicaEffect.ValidateBlock validate:
                Work(() => Validated(Validate(validate.Job)));
                break;
            case ReplicaEffect.LoadProposal load:
                Work(() => Disk.FindProposal(load.Epoch, load.Block) is { } proposal ? new ReplicaInput.ProposalLoaded(load.To, proposal) : null);
                break;
            case ReplicaEffect.ServeBlocks serve:
                _world.States.Count("blocks_served");
                SendTo(IndexOf(serve.To), Channel.Sync, Canonical.Encode(new SyncMessage(null, Disk.Serve(serve.From))));
                break;
            case ReplicaEffect.ServeSnapshot or ReplicaEffect.ServeChunk:
                // Nodes of the simulation replay every block; only a damaged frame asks for a state.
                _world.States.Count("snapshot_asked");
                break;
            case ReplicaEffect.Prune prune:
                Disk.Prune(prune.Epoch, prune.Floor);
                break;
            case ReplicaEffect.Answer answer:
                _world.Invariants.Clients?.Answered(answer.Ticket, answer.Outcome);
                break;
            case ReplicaEffect.EpochStarted started:
                _world.Invariants.EpochStarted(this, started.Start);
                _world.Protocol?.EpochStarted(started.Start);
                break;
            case ReplicaEffect.Report report:
                _world.States.Count(report.Name + ":" + report.Reason);
                break;
            case ReplicaEffect.EvidenceFound:
                _world.States.Count("evidence_found");
                break;
            case ReplicaEffect.Expired:
                _world.States.Count("expired");
                break;
            case ReplicaEffect.UpgradeNeeded upgrade:
                _world.Invariants.Halted(this, $"rule version {upgrade.Rules} was never voted for");
                break;
            case ReplicaEffect.Halt halt:
                _world.Invariants.Halted(this, halt.Detail);
                break;
            default:
                throw new InvalidOperationException($"No duty for {effect.GetType().Name}.");
        }
    }

    private void VoteDurable(VoteRecord record)
    {
        Disk.PutVote(record);
        _world.Trace.Add(_world.Events.NowMs, TraceKind.VoteDurable, Index, Canonical.Encode(record));
        _world.Invariants.VoteDurable(this, record);
        _world.Protocol?.Durable(this, record);
    }

    private void ProposalDurable(Proposal proposal)
    {
        Disk.PutProposal(proposal);
        _world.Trace.Add(_world.Events.NowMs, TraceKind.ProposalDurable, Index, proposal.Header.Digest);
        _world.Invariants.ProposalDurable(this, proposal);
    }

    private void CommitDurable(ReplicaEffect.Commit commit)
    {
        Disk.Commit(commit);
        _world.Trace.Add(_world.Events.NowMs, TraceKind.CommitDurable, Index, commit.Blocks[^1].Digest);
        _world.Invariants.Committed(this, commit.Blocks);
        _world.Protocol?.Committed(this, commit.Certificate);
    }

    private ReplicaInput.TransactionsVerified Verify(ReplicaEffect.VerifyTransactions verify)
    {
        List<VerifiedTransaction> good = [];
        int refused = 0;
        foreach (Blob encoded in verify.Transactions.Span)
        {
            if (_world.Transactions.Find(MerkleTree.LeafHash(encoded.Span)) is { } known)
            {
                good.Add(known);
            }
            else if (VerifiedTransaction.Verify(encoded.Memory, _world.Chain.Chain, TransactionLimits.Default).TryGet(out VerifiedTransaction fresh, out _))
            {
                good.Add(fresh);
            }
            else
            {
                refused++;
            }
        }

        return new ReplicaInput.TransactionsVerified(verify.From, [.. good], refused);
    }

    private ReplicaInput.BlockBuilt Built(BuildOutcome outcome)
    {
        Hash256 digest = default;
        if (outcome.Block.TryGet(out ExecutedBlock block, out _))
        {
            digest = block.Digest;
            _world.Executed.TryAdd(digest, block);
        }

        _world.Trace.Add(_world.Events.NowMs, TraceKind.Built, Index, digest);
        return new ReplicaInput.BlockBuilt(outcome);
    }

    /// <summary>Executes the block, one time in four; otherwise takes the result of whoever executed it before.</summary>
    private ValidationOutcome Validate(ValidationJob job)
    {
        if (!_random.Chance(ExecutedPerMille) && !job.Carrier && _world.Executed.TryGetValue(job.Digest, out ExecutedBlock? known))
        {
            return new ValidationOutcome(job.Digest, Result.Of(known), job.Syncing, job.Parent.Header.Height);
        }

        ValidationOutcome outcome = Worker.Validate(job);
        if (outcome.Block.TryGet(out ExecutedBlock block, out _))
        {
            _world.Executed.TryAdd(block.Digest, block);
        }

        return outcome;
    }

    private ReplicaInput.BlockValidated Validated(ValidationOutcome outcome)
    {
        _world.Trace.Add(_world.Events.NowMs, TraceKind.Validated, Index, outcome.Digest);
        return new ReplicaInput.BlockValidated(outcome);
    }

    /// <summary>Runs beside the loop and comes back as an input a little later.</summary>
    private void Work(Func<ReplicaInput?> work)
    {
        int incarnation = _incarnation;
        int notice = _random.Below(2);
        _world.Events.In(1 + _random.Below(3), () =>
        {
            if (incarnation == _incarnation && work() is { } input)
            {
                _world.Events.In(notice, () => TakeIn(incarnation, input));
            }
        });
    }

    private void Write(WriteQueue queue, Action flush, ReplicaInput acknowledgement)
    {
        int latency = _random.Below(3);
        if (_world.Has(SimulationFaults.SlowDisk) && _random.Chance(20))
        {
            latency = _random.Between(50, 1000);
            _world.Faults.Count("slow_flush");
        }

        int incarnation = _incarnation;
        queue.Add(latency, flush, () => TakeIn(incarnation, acknowledgement));
    }

    private void TakeIn(int incarnation, ReplicaInput input)
    {
        if (incarnation == _incarnation)
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

    private int IndexOf(PublicKey key)
    {
        for (int i = 0; i < _world.Nodes.Count; i++)
        {
            if (_world.Nodes[i].Key == key)
            {
                return i;
            }
        }

        throw new InvalidOperationException($"{key} is no node of this cluster.");
    }
}
