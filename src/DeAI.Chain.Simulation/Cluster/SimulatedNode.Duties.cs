using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica;
using DeAI.Chain.Replica.Messages;
using DeAI.Chain.Simulation.Disk;
using DeAI.Chain.Simulation.Tracing;

namespace DeAI.Chain.Simulation.Cluster;

/// <content>The duties of a host, one for each effect.</content>
internal sealed partial class SimulatedNode
{
    private void Host(ReplicaEffect effect)
    {
        switch (effect)
        {
            case ReplicaEffect.PersistVote persist:
                _world.Protocol?.Decided(this, persist.Record);
                if (persist.Record.Kind == VoteRecordKind.Nullify && persist.Record.View == _view && _viewSinceMs == _world.Events.NowMs)
                {
                    _world.NoteSkipped(persist.Record);
                }

                Write(_log, () => VoteDurable(persist.Record), () => Disk.Votes.Tear(persist.Record, _random), new ReplicaInput.Persisted(persist.Token));
                break;
            case ReplicaEffect.PersistProposal persist:
                _world.Protocol?.Seen(persist.Proposal.Header);
                Write(_bodies, () => ProposalDurable(persist.Proposal), null, new ReplicaInput.Persisted(persist.Token));
                break;
            case ReplicaEffect.Commit commit:
                BlockHeader last = commit.Blocks[^1].Header;
                _world.Oracle.CommitAsked(this, commit);
                _world.Latency?.CommitAsked(Index, commit.Blocks, _world.Events.NowMs);
                bool outOfQuarantine = _safety is { IsQuarantined: false };
                Write(_store, () => CommitDurable(commit, outOfQuarantine), null, new ReplicaInput.Committed(last.Height, commit.Blocks[^1].Digest));
                break;
            case ReplicaEffect.Send send:
                _world.Invariants.Sent(this, send.Channel, send.Frame);
                SendTo(send.To, send.Channel, send.Frame);
                break;
            case ReplicaEffect.Broadcast broadcast:
                _world.Invariants.Sent(this, broadcast.Channel, broadcast.Frame);
                SendToAll(broadcast.Channel, broadcast.Frame);
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
                long begunMs = _world.Events.NowMs;
                Work(() => Build(build.Job, begunMs));
                break;
            case ReplicaEffect.ValidateBlock validate:
                Work(() => Validated(Validate(validate.Job)));
                break;
            case ReplicaEffect.LoadProposal load:
                Work(() => Load(load));
                break;
            case ReplicaEffect.ServeBlocks serve:
                Serve(serve);
                break;
            case ReplicaEffect.ServeSnapshot or ReplicaEffect.ServeChunk or ReplicaEffect.BeginSnapshot or ReplicaEffect.StoreChunk or ReplicaEffect.InstallSnapshot:
                HostSnapshot(effect);
                break;
            case ReplicaEffect.Prune prune:
                Disk.Prune(prune.Epoch, prune.Floor);
                break;
            case ReplicaEffect.Answer answer:
                _world.Invariants.Clients?.Answered(answer.Ticket, answer.Outcomes[0]);
                break;
            case ReplicaEffect.EpochStarted started:
                _world.Invariants.EpochStarted(this, started.Start);
                _world.Protocol?.EpochStarted(started.Start);
                if (_machine!.IsSyncing)
                {
                    Reached(RareStates.EpochBySync);
                }

                break;
            case ReplicaEffect.Report report:
                _world.Evidence.Reported(this, report);
                _world.States.Count(report.Name + ":" + report.Reason);
                ReachedIf(report.Name == RareStates.SyncPeerPassedOver, RareStates.SyncPeerPassedOver);
                ReachedIf(report.Name == RareStates.SnapshotPeerPassedOver, RareStates.SnapshotPeerPassedOver);
                break;
            case ReplicaEffect.EvidenceFound:
                _world.States.Count("evidence_found");
                break;
            case ReplicaEffect.UpgradeNeeded upgrade:
                _world.Invariants.Halted(this, $"rule version {upgrade.Rules} was never voted for");
                break;
            case ReplicaEffect.Expired:
                _world.States.Count("expired");
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
        byte[] encoded = Canonical.Encode(record);
        Disk.Votes.Append(record, encoded);
        _world.Trace.Add(_world.Events.NowMs, TraceKind.VoteDurable, Index, encoded);
        _world.Invariants.VoteDurable(this, record);
        _world.Protocol?.Durable(this, record);
    }

    private void ProposalDurable(Proposal proposal)
    {
        Disk.PutProposal(proposal);
        _world.Trace.Add(_world.Events.NowMs, TraceKind.ProposalDurable, Index, proposal.Header.Digest);
        _world.Invariants.ProposalDurable(this, proposal);
    }

    private ReplicaInput.ProposalLoaded? Load(ReplicaEffect.LoadProposal load)
    {
        if (Disk.FindProposal(load.Epoch, load.Block) is not { } proposal)
        {
            return null;
        }

        Reached(RareStates.ProposalLoaded);
        return new ReplicaInput.ProposalLoaded(load.To, proposal);
    }

    private void Serve(ReplicaEffect.ServeBlocks serve)
    {
        SyncAnswer answer = Disk.Serve(serve.From);
        _world.Invariants.Served(this, answer);
        _world.States.Count("blocks_served");
        SendTo(serve.To, Channel.Sync, Canonical.Encode(new SyncMessage(null, answer)));
    }

    /// <param name="outOfQuarantine">
    /// The node could sign when it asked for this: the finalization that ended its quarantine is at or below these blocks, so from here on the
    /// durable chain itself keeps a restart from signing what was lost.
    /// </param>
    private void CommitDurable(ReplicaEffect.Commit commit, bool outOfQuarantine)
    {
        Disk.Commit(commit);
        if (_logWasLost && outOfQuarantine)
        {
            _logWasLost = false;
            Reached(RareStates.QuarantineLeft);
        }

        _world.Trace.Add(_world.Events.NowMs, TraceKind.CommitDurable, Index, commit.Blocks[^1].Digest);
        _world.Invariants.Committed(this, commit.Blocks);
        _world.Latency?.Committed(Index, commit.Blocks, _world.Events.NowMs);
        _world.Protocol?.Committed(this, commit.Certificate);
        if (_isCatchingUp && Disk.Blocks.Count == _world.Invariants.Chain.Count)
        {
            _isCatchingUp = false;
            Reached(RareStates.WipedAndBack);
        }
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

        good.ForEach(transaction => _world.Latency?.Held(Index, transaction.Id, _world.Events.NowMs));
        return new ReplicaInput.TransactionsVerified(verify.From, [.. good], refused);
    }

    private ReplicaInput.BlockBuilt Build(BuildJob job, long begunMs)
    {
        if (!job.Carrier)
        {
            _world.Memory.Proved(Key, Beacon.InputFor(job.Parent.State, job.Parent.Header.Height.Next), job.Draft.BeaconProof);
        }

        return Built(Worker.Build(job), begunMs);
    }

    private ReplicaInput.BlockBuilt Built(BuildOutcome outcome, long begunMs)
    {
        Hash256 digest = default;
        if (outcome.Block.TryGet(out ExecutedBlock block, out _))
        {
            digest = block.Digest;
            Share(block);
            _world.Invariants.Executed(this, digest);
            _world.Latency?.Built(Index, block, begunMs);
        }

        _world.Trace.Add(_world.Events.NowMs, TraceKind.Built, Index, digest);
        return new ReplicaInput.BlockBuilt(outcome);
    }

    /// <summary>Executes the block, one time in four; otherwise takes the result of whoever executed it before.</summary>
    private ValidationOutcome Validate(ValidationJob job)
    {
        if (!(job.Syncing ? _synced : _validated).Add(job.Digest) | (job.Syncing ? _validated : _synced).Contains(job.Digest))
        {
            Reached(RareStates.ExecutedTwice);
        }

        if (!_random.Chance(ExecutedPerMille) && !job.Carrier && !Disk.HasOwnVersions && _world.Executed.TryGetValue(job.Digest, out ExecutedBlock? known))
        {
            return new ValidationOutcome(job.Digest, Result.Of(known), job.Syncing, job.Parent.Header.Height);
        }

        ValidationOutcome outcome = Worker.Validate(job);
        if (outcome.Block.TryGet(out ExecutedBlock block, out _))
        {
            Share(block);
        }

        return outcome;
    }

    private void Share(ExecutedBlock block)
    {
        if (!Disk.HasOwnVersions)
        {
            _world.Executed.TryAdd(block.Digest, block);
        }
    }

    private ReplicaInput.BlockValidated Validated(ValidationOutcome outcome)
    {
        _world.Trace.Add(_world.Events.NowMs, TraceKind.Validated, Index, outcome.Digest);
        if (outcome.Block.IsOk)
        {
            _world.Invariants.Executed(this, outcome.Digest);
        }

        return new ReplicaInput.BlockValidated(outcome);
    }
}
