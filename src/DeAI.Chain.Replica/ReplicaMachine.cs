using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica.Blocks;
using DeAI.Chain.Replica.Mempool;
using DeAI.Chain.Replica.Messages;
using DeAI.Chain.Replica.Sync;

namespace DeAI.Chain.Replica;

/// <summary>
/// A node's whole behaviour as one deterministic function: <c>Step(input) -> effects</c>. It connects consensus, ledger, mempool and block sync;
/// it does no I/O. Not thread-safe: it belongs to the writer thread. The host's duties stand in this project's README.
/// </summary>
public sealed partial class ReplicaMachine
{
    private readonly ReplicaCore _core;
    private readonly BlockProduction _production;
    private readonly BlockSync _sync;
    private readonly SnapshotSync _snapshot;
    private readonly TransactionIntake _intake;
    private EpochMachine _epoch;
    private EpochMachine? _previous;
    private bool _started;

    /// <summary>What the host's timer is set to since the last tick; a tick may have come early, so none of them is taken to have used it up.</summary>
    private long _timerMs = long.MaxValue;

    public ReplicaMachine(ReplicaOptions options, ReplicaStart start)
    {
        LedgerState committed = LedgerState.Base(start.Committed, options.Store.State, options.Store.Nodes);
        _core = new ReplicaCore(options, committed);
        _production = new BlockProduction(_core);
        _sync = new BlockSync(_core);
        _snapshot = new SnapshotSync(_core);
        _intake = new TransactionIntake(_core);
        _epoch = new EpochMachine(_core, _production, start.Epoch);
        Restore(start);
        _unfinished = start.Snapshot;
    }

    /// <summary>The newest durable block.</summary>
    public LedgerState Committed => _core.Committed;

    public Epoch Epoch => _epoch.Context.Epoch;

    public View View => _epoch.View;

    public bool IsSyncing => (_sync.IsActive && _sync.IsProven) || _snapshot.IsProven;

    public int MempoolCount => _core.Pool.Count;

    /// <summary>Takes one input and appends what follows from it, in order.</summary>
    public void Step(ReplicaInput input, ReplicaEffects effects)
    {
        _core.Effects = effects;
        if (_core.IsOutdated || (!_started && input is not ReplicaInput.Tick))
        {
            return;
        }

        Take(input);
        HandleFinality();
        StartSyncIfBehind();
        SettleTimer();
    }

    private void Take(ReplicaInput input)
    {
        switch (input)
        {
            case ReplicaInput.Tick tick:
                OnTick(tick.NowMs);
                break;
            case ReplicaInput.FrameReceived received:
                OnFrame(received);
                break;
            case ReplicaInput.Submitted submitted:
                _intake.Submit(submitted.Ticket, submitted.Transactions);
                _production.Advance();
                break;
            case ReplicaInput.TransactionsVerified verified:
                _intake.Receive(verified);
                _production.Advance();
                break;
            case ReplicaInput.BlockBuilt built:
                OnBuilt(built.Outcome);
                break;
            case ReplicaInput.BlockValidated validated:
                OnValidated(validated.Outcome);
                break;
            case ReplicaInput.Persisted persisted:
                MachineOf(persisted.Token.Epoch)?.Step(new ConsensusInput.Persisted(persisted.Token.Value));
                break;
            case ReplicaInput.Committed committed:
                OnCommitted(committed);
                break;
            case ReplicaInput.ProposalLoaded loaded:
                MachineOf(loaded.Proposal.Header.Epoch)?.Loaded(loaded.To, loaded.Proposal);
                break;
            case ReplicaInput.ChunkStored stored:
                _snapshot.Stored(stored.Number);
                break;
            case ReplicaInput.SnapshotInstalled installed:
                OnInstalled(installed.Height);
                break;
            default:
                throw new InvalidOperationException($"No rule for {input.GetType().Name}.");
        }
    }

    private EpochMachine? MachineOf(Epoch epoch) =>
        epoch == _epoch.Context.Epoch ? _epoch : _previous is { } previous && epoch == previous.Context.Epoch ? previous : null;

    private void Restore(ReplicaStart start)
    {
        if (start.Certificate is { } certificate && certificate.Epoch == start.Epoch.Epoch)
        {
            Result<VerifiedCertificate> verified = _epoch.Verify(certificate);
            if (!verified.TryGet(out VerifiedCertificate finalization, out Refusal? refusal))
            {
                throw new StateCorruptException($"The stored finalization of height {start.Committed.Height} does not verify: {refusal}.");
            }

            _epoch.Step(new ConsensusInput.Rebase(finalization));
        }

        _epoch.Step(new ConsensusInput.CommitPersisted(start.Committed.View));
        foreach (Proposal proposal in start.Proposals.OrderBy(static proposal => proposal.Header.View.Value))
        {
            if (_epoch.Restore(proposal).Refusal is { } refusal)
            {
                _core.Report("stored_proposal_refused", default, refusal);
            }
        }
    }

    private void OnTick(long nowMs)
    {
        _core.NowMs = Math.Max(_core.NowMs, nowMs);
        if (!_started)
        {
            _started = true;
            _core.Emit(new ReplicaEffect.EpochStarted(_epoch.Context.Start));
        }

        _previous?.Step(new ConsensusInput.Tick(_core.NowMs));
        _epoch.Step(new ConsensusInput.Tick(_core.NowMs));
        _sync.Tick(_epoch.Context);
        TickSnapshot();
        _intake.Tick();
        _production.Advance();
        _timerMs = long.MaxValue;
    }

    private void OnFrame(ReplicaInput.FrameReceived received)
    {
        Result result = received.Channel switch
        {
            Channel.Consensus or Channel.Blocks => OnConsensusFrame(received.From, received.Frame.Span),
            Channel.Transactions => _intake.Decode(received.From, received.Frame.Span),
            Channel.Sync => OnSyncFrame(received.From, received.Frame.Span),
            _ => Result.Refuse(ReplicaErrors.BadFrame, $"channel {(byte)received.Channel}"),
        };
        if (result.Refusal is { } refusal)
        {
            _core.Report("frame_refused", received.From, refusal);
        }
    }

    private Result OnConsensusFrame(PublicKey from, ReadOnlySpan<byte> frame)
    {
        if (!Canonical.Decode<ConsensusMessage>(frame).TryGet(out ConsensusMessage message, out Refusal? malformed))
        {
            return new Result(malformed);
        }

        if (MachineOf(message.Epoch) is { } machine)
        {
            return machine.Receive(from, message);
        }

        // Somebody is in an epoch that has not begun here: its validators are not known, so only block sync can check what it says.
        if (message.Epoch > _epoch.Context.Epoch)
        {
            BeginSync(from, proven: false);
        }

        return Result.Ok;
    }

    private void OnBuilt(BuildOutcome outcome)
    {
        if (_core.IsPassed(outcome.Parent))
        {
            _core.Report("build_passed", default, new Refusal(ReplicaErrors.UnknownParent, $"a commit passed height {outcome.Parent}"));
            return;
        }

        foreach (Hash256 dropped in outcome.Dropped)
        {
            _intake.Reconsider(dropped);
        }

        if (outcome.Block.TryGet(out ExecutedBlock block, out Refusal? refusal))
        {
            _core.Tree.Add(block);
            byte[] body = Canonical.Encode(block.ToBlock());
            MachineOf(block.Header.Epoch)?.Step(new ConsensusInput.BlockBuilt(outcome.View, block.Digest, new Blob(body), block.ClosesEpoch));
        }
        else
        {
            _core.Report("build_failed", _core.Options.Own, refusal);
            _core.HaltIfUnreadable(refusal);
        }
    }

    private void OnValidated(ValidationOutcome outcome)
    {
        if (_core.IsInstalling)
        {
            return;
        }

        if (outcome.Syncing)
        {
            _sync.Validated(outcome);
            return;
        }

        bool closes = false;
        Refusal? objection = null;
        if (outcome.Block.Refusal is { } outdated && outdated.Code == Ledger.Blocks.BlockErrors.UnknownRules)
        {
            // No verdict: the block may well be good. The commit of its parent stops this node.
            _core.Report("rules_unknown", default, outdated);
            return;
        }

        if (outcome.Block.TryGet(out ExecutedBlock block, out Refusal? refusal))
        {
            _core.Tree.Add(block);
            closes = block.ClosesEpoch;
            objection = BlockObjections.To(block, _core);
        }
        else if (_core.Tree.TryGetBlock(outcome.Digest, out ExecutedBlock? known))
        {
            // Block sync executed it too and its commit moved the store under this job: the first verdict is the right one.
            refusal = null;
            closes = known.ClosesEpoch;
        }
        else if (_core.IsPassed(outcome.Parent))
        {
            // The durable chain moved past this branch, so the block can never be final: there is nothing to find out about it.
            _core.Report("validation_passed", default, refusal);
            return;
        }

        if ((refusal ?? objection) is { } against)
        {
            _core.Report("block_refused", default, against);
            _core.HaltIfUnreadable(against);
        }

        _epoch.Step(new ConsensusInput.BlockValidated(outcome.Digest, new Result(refusal), closes, objection));
    }

    private void HandleFinality()
    {
        while (_epoch.Finalized.TryDequeue(out ConsensusEffect.Finalized? finalized))
        {
            Commit(finalized);
        }
    }

    private void Commit(ConsensusEffect.Finalized finalized)
    {
        List<ExecutedBlock> blocks = [];
        foreach (BlockRef reference in finalized.Chain.Span)
        {
            // What is missing here, block sync made durable already, in this very moment.
            if (_core.Tree.TryGetBlock(reference.Digest, out ExecutedBlock? block))
            {
                blocks.Add(block);
            }
        }

        List<Ledger.Blocks.BlockHeader> carriers = [];
        foreach (BlockRef reference in finalized.Carriers.Span)
        {
            if (_core.Tree.TryGetBlock(reference.Digest, out ExecutedBlock? carrier))
            {
                carriers.Add(carrier.Header);
            }
        }

        _core.Commit(blocks, [.. carriers], finalized.Certificate.Certificate);
    }

    private void OnCommitted(ReplicaInput.Committed committed)
    {
        if (committed.Height <= _core.Committed.Header.Height || !_core.Tree.TryGetBlock(committed.Digest, out ExecutedBlock? block))
        {
            return;
        }

        _intake.Forget(_core.Tree, committed.Digest);
        _core.MoveBase(LedgerState.Base(block.Header, _core.Options.Store.State, _core.Options.Store.Nodes));
        if (_core.IsOutdatedAfter(_core.Committed))
        {
            return;
        }

        _intake.Expire();
        Certificate? synced = _sync.Committed(committed.Height, committed.Digest);
        if (block.ClosesEpoch)
        {
            StartEpoch(block);
        }
        else
        {
            Continue(block, synced);
        }

        _sync.Advance(_epoch.Context);
        _production.Advance();
    }

    private void Continue(ExecutedBlock block, Certificate? synced)
    {
        if (synced is not null && _epoch.Verify(synced).TryGet(out VerifiedCertificate finalization, out _))
        {
            _epoch.Step(new ConsensusInput.Rebase(finalization));
        }

        _epoch.Step(new ConsensusInput.CommitPersisted(block.Header.View));
        _epoch.Step(new ConsensusInput.Update(_core.ConsensusParameters));
    }

    /// <summary>Epochs (consensus README): the closing block is final and durable, so the next validators take over from it.</summary>
    private void StartEpoch(ExecutedBlock closing)
    {
        _production.Forget();

        // A machine that did not see its own end, because block sync brought the closing block, would go on asking for blocks of that epoch.
        _previous = _epoch.IsClosed ? _epoch : null;
        EpochStart start = new(
            closing.Header.Epoch.Next, ValidatorSchedule.Next(_core.Committed.State), closing.Header.View, closing.Digest);
        _epoch = new EpochMachine(_core, _production, start);
        _core.Emit(new ReplicaEffect.EpochStarted(start));
        _epoch.Step(new ConsensusInput.Tick(_core.NowMs));
    }

    private void SettleTimer()
    {
        long next = long.MaxValue;
        next = Math.Min(next, _epoch.DueMs ?? next);
        next = Math.Min(next, _production.DueMs ?? next);
        next = Math.Min(next, _sync.DueMs ?? next);
        next = Math.Min(next, _snapshot.DueMs ?? next);
        next = Math.Min(next, _intake.DueMs ?? next);
        if (next == long.MaxValue)
        {
            return;
        }

        next = Math.Max(next, _core.NowMs + 1);
        if (next != _timerMs)
        {
            _timerMs = next;
            _core.Emit(new ReplicaEffect.SetTimer(next));
        }
    }
}
