using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica.Messages;
using DeAI.Chain.Replica.Messages.Snapshots;

namespace DeAI.Chain.Replica;

/// <content>Sync: when it begins, by blocks or by a snapshot of the state, what peers say, and going on from an installed state.</content>
public sealed partial class ReplicaMachine
{
    private SnapshotProgress? _unfinished;

    private void StartSyncIfBehind()
    {
        if (_epoch.BehindBy is not { } target)
        {
            return;
        }

        if (target.View <= _epoch.Committed.View)
        {
            _epoch.ClearBehind();
        }
        else
        {
            // Again and again until it is reached: the peers asked first may not have it themselves.
            BeginSync(default, proven: true);
        }
    }

    private Result OnSyncFrame(PublicKey from, ReadOnlySpan<byte> frame)
    {
        if (!Canonical.Decode<SyncMessage>(frame).TryGet(out SyncMessage message, out Refusal? malformed))
        {
            return new Result(malformed);
        }

        if (message.Request is { } request)
        {
            _core.Emit(new ReplicaEffect.ServeBlocks(from, request.From));
        }
        else if (message.Answer is { } answer)
        {
            OnSyncAnswer(from, answer);
        }
        else
        {
            OnSnapshotMessage(from, message.Snapshot!);
        }

        return Result.Ok;
    }

    /// <summary>Blocks are fetched, unless a state is being fetched already.</summary>
    private void BeginSync(PublicKey hint, bool proven)
    {
        if (!_snapshot.IsActive)
        {
            _sync.Begin(hint, _epoch.Context, proven);
        }
    }

    private void TickSnapshot()
    {
        if (_unfinished is { } unfinished)
        {
            _unfinished = null;
            _snapshot.Resume(unfinished, _epoch.Context);
        }

        _snapshot.Tick(_epoch.Context);
    }

    /// <summary>Nobody believes the peer that it is so far ahead: what it offers is verified before anything is fetched.</summary>
    private void OnSyncAnswer(PublicKey from, SyncAnswer answer)
    {
        if (_sync.Expects(from, answer) && _snapshot.Wants(answer.Tip))
        {
            _sync.Stop();
            _snapshot.Begin(from, _epoch.Context);
        }
        else
        {
            _sync.Receive(from, answer, _epoch.Context);
        }
    }

    private void OnSnapshotMessage(PublicKey from, SnapshotMessage message)
    {
        switch (message)
        {
            case SnapshotMessage.Ask ask:
                _core.Emit(new ReplicaEffect.ServeSnapshot(from, ask.Request.From));
                break;
            case SnapshotMessage.AskChunk ask:
                _core.Emit(new ReplicaEffect.ServeChunk(from, ask.Request));
                break;
            default:
                _snapshot.Receive(from, message, _epoch.Context);
                break;
        }
    }

    /// <summary>As after a restart at this height: the state is in place, and consensus starts from its finalization.</summary>
    private void OnInstalled(Height height)
    {
        if (_snapshot.Installed(height, out EpochStart? start) is not { } plan)
        {
            return;
        }

        BlockHeader header = plan.Head.Header;
        _production.Forget();
        _core.Install(LedgerState.Base(header, _core.Options.Store.State, _core.Options.Store.Nodes));
        if (_core.IsOutdatedAfter(_core.Committed))
        {
            return;
        }

        _intake.Expire();
        if (start!.Epoch != _epoch.Context.Epoch)
        {
            _previous = null;
            _epoch = new EpochMachine(_core, _production, start);
            _core.Emit(new ReplicaEffect.EpochStarted(start));
            if (!header.ClosesEpoch)
            {
                Rebase(plan.Head.Certificate, header);
            }

            _epoch.Step(new ConsensusInput.Tick(_core.NowMs));
        }
        else
        {
            Rebase(plan.Head.Certificate, header);
        }

        _epoch.Step(new ConsensusInput.Update(_core.ConsensusParameters));
        BeginSync(default, proven: false);
    }

    private void Rebase(Certificate certificate, BlockHeader header)
    {
        if (!_epoch.Verify(certificate).TryGet(out VerifiedCertificate finalization, out Refusal? refusal))
        {
            throw new InvalidOperationException($"The finalization of height {header.Height} was verified and does not verify: {refusal}.");
        }

        _epoch.Step(new ConsensusInput.Rebase(finalization));
        _epoch.Step(new ConsensusInput.CommitPersisted(header.View));
    }
}
