using System.Collections.Immutable;
using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Network;
using DeAI.Chain.Replica;
using DeAI.Chain.Replica.Blocks;
using DeAI.Chain.Replica.Mempool;
using DeAI.Chain.Storage;

namespace DeAI.Chain.Node.Runtime;

/// <summary>
/// Carries out what the replica asks for. Its duties, in order:
/// <list type="number">
/// <item>A vote or proposal is reported persisted only after a flush of the log or the database returned.</item>
/// <item>The replica signs and sends only what was reported persisted; so whatever it sends goes out at once.</item>
/// <item>A commit is one atomic, flushed batch; only then clients hear "final" and the replica hears "committed", in this order.</item>
/// <item>Commits are written in the order asked for; builds and validations run one at a time in the order asked for.</item>
/// <item>A failed flush stops the node. A full disk makes it wait (<see cref="DiskSpace"/>).</item>
/// <item>A frame or answer for a peer may be lost, never anything else.</item>
/// </list>
/// </summary>
internal sealed class EffectRunner : IAsyncDisposable
{
    private readonly NodeParts _parts;
    private readonly PeerSender _peers;
    private readonly TransactionVerifier _verifier;
    private readonly BlockServer _blocks;
    private readonly SnapshotServer _snapshots;
    private readonly WorkQueue<ReplicaEffect> _persist;
    private readonly WorkQueue<ReplicaEffect> _commit;
    private readonly WorkQueue<ReplicaEffect> _execute;
    private ReplicaLoop? _loop;

    public EffectRunner(NodeParts parts, PeerSender peers, TransactionVerifier verifier, BlockServer blocks, SnapshotServer snapshots)
    {
        _parts = parts;
        _peers = peers;
        _verifier = verifier;
        _blocks = blocks;
        _snapshots = snapshots;
        _persist = new WorkQueue<ReplicaEffect>("writing votes failed", 1024, parts.Failure, Persist);
        _commit = new WorkQueue<ReplicaEffect>("committing blocks failed", 1, parts.Failure, batch => WriteChain(batch[0]));
        _execute = new WorkQueue<ReplicaEffect>("executing a block failed", 1, parts.Failure, batch => Execute(batch[0]));
    }

    private ReplicaLoop Loop => _loop ?? throw new InvalidOperationException("The runner is not bound to its loop.");

    public void Bind(ReplicaLoop loop)
    {
        _loop = loop;
        _peers.Bind(loop);
        _verifier.Bind(loop);
        _parts.Evidence.Bind(loop, _parts.Submissions);
    }

    /// <summary>Starts every effect, in order. Called by the loop only.</summary>
    public void Run(ReplicaEffects effects)
    {
        while (effects.TryTake(out ReplicaEffect? effect))
        {
            Start(effect);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _parts.Disk.Stop();
        await _execute.DisposeAsync();
        await _persist.DisposeAsync();
        await _commit.DisposeAsync();
    }

    private void Start(ReplicaEffect effect)
    {
        switch (effect)
        {
            case ReplicaEffect.PersistVote or ReplicaEffect.PersistProposal:
                _persist.Add(effect);
                break;
            case ReplicaEffect.Commit commit:
                _parts.Journal?.Quarantine?.CommitAsked(commit.Blocks[^1].Header.Height);
                _commit.Add(commit);
                break;
            case ReplicaEffect.BeginSnapshot or ReplicaEffect.StoreChunk or ReplicaEffect.InstallSnapshot:
                _commit.Add(effect);
                break;
            case ReplicaEffect.BuildBlock or ReplicaEffect.ValidateBlock:
                _execute.Add(effect);
                break;
            case ReplicaEffect.Send send:
                _peers.Send(send.To, send.Channel, send.Frame);
                break;
            case ReplicaEffect.Broadcast broadcast:
                _peers.Broadcast(broadcast.Channel, broadcast.Frame);
                break;
            case ReplicaEffect.VerifyTransactions verify:
                if (!_verifier.Start(verify.From, verify.Transactions))
                {
                    _parts.Telemetry.Report(new ReplicaEffect.Report("gossip_dropped", verify.From, MempoolErrors.Full, "more of this peer's transactions wait than are held"));
                }

                break;
            case ReplicaEffect.ServeBlocks serve:
                _blocks.Serve(serve.To, serve.From);
                break;
            case ReplicaEffect.SetTimer timer:
                Loop.SetTimer(timer.AtMs);
                break;
            default:
                StartRare(effect);
                break;
        }
    }

    private void StartRare(ReplicaEffect effect)
    {
        switch (effect)
        {
            case ReplicaEffect.Answer answer:
                _parts.Submissions.Answer(answer.Ticket, answer.Outcomes);
                break;
            case ReplicaEffect.Expired expired:
                _parts.Finality.Expire(expired.Transaction);
                break;
            case ReplicaEffect.ServeSnapshot serve:
                _snapshots.Offer(serve.To, serve.From);
                break;
            case ReplicaEffect.ServeChunk serve:
                _snapshots.Serve(serve.To, serve.Request);
                break;
            case ReplicaEffect.LoadProposal load:
                ThreadPool.QueueUserWorkItem(_ => Load(load));
                break;
            case ReplicaEffect.Prune prune:
                Prune(prune);
                break;
            case ReplicaEffect.EpochStarted started:
                _parts.Directory.Refresh(started.Start.Validators);
                break;
            case ReplicaEffect.EvidenceFound found:
                _parts.Evidence.Found(found.Evidence);
                break;
            case ReplicaEffect.Report report:
                _parts.Telemetry.Report(report);
                break;
            case ReplicaEffect.UpgradeNeeded upgrade:
                _parts.Failure.Stop(UpgradeNotice.Of(upgrade.Rules, upgrade.From));
                break;
            case ReplicaEffect.Halt halt:
                _parts.Failure.Report("this node contradicts the network", new InvalidOperationException(halt.Detail));
                break;
            default:
                throw new InvalidOperationException($"No duty for {effect.GetType().Name}.");
        }
    }

    private void Prune(ReplicaEffect.Prune prune)
    {
        try
        {
            _parts.Journal?.Prune(prune.Epoch, prune.Floor);
            _parts.Store.PruneProposals(prune.Epoch, prune.Floor);
        }
        catch (StorageFullException)
        {
            // At leisure: the writes that matter find the disk full too and say so, and the next floor drops these records as well.
        }
    }

    private void Persist(List<ReplicaEffect> batch)
    {
        Proposal[] proposals = [.. batch.OfType<ReplicaEffect.PersistProposal>().Select(static effect => effect.Proposal)];
        if (proposals.Length > 0 && !_parts.Disk.Write(() => _parts.Store.PutProposals(proposals)))
        {
            return;
        }

        VoteRecord[] votes = [.. batch.OfType<ReplicaEffect.PersistVote>().Select(static effect => effect.Record)];
        if (votes.Length > 0)
        {
            VoteJournal journal = _parts.Journal ?? throw new InvalidOperationException("A node without a vote log was asked to vote.");
            if (!_parts.Disk.Write(() => journal.Write(votes)))
            {
                return;
            }
        }

        foreach (ReplicaEffect effect in batch)
        {
            PersistToken token = effect is ReplicaEffect.PersistVote vote ? vote.Token : ((ReplicaEffect.PersistProposal)effect).Token;
            Loop.Post(new ReplicaInput.Persisted(token));
        }
    }

    private void WriteChain(ReplicaEffect effect)
    {
        switch (effect)
        {
            case ReplicaEffect.Commit commit:
                Commit(commit);
                break;
            case ReplicaEffect.BeginSnapshot begin:
                _parts.Disk.Write(() => _parts.Store.BeginSnapshot(begin.Plan));
                break;
            case ReplicaEffect.StoreChunk chunk:
                if (_parts.Disk.Write(() => _parts.Store.PutChunk(chunk)))
                {
                    _parts.Telemetry.ChunkStored();
                    Loop.Post(new ReplicaInput.ChunkStored(chunk.Number));
                }

                break;
            case ReplicaEffect.InstallSnapshot install:
                Install(install);
                break;
            default:
                throw new InvalidOperationException($"No duty for {effect.GetType().Name}.");
        }
    }

    private void Install(ReplicaEffect.InstallSnapshot install)
    {
        if (_parts.Disk.Write(() => _parts.Store.InstallSnapshot(install.Plan, install.Epoch)))
        {
            Height height = install.Plan.Head.Header.Height;
            _parts.Finality.StartAt(height);
            Loop.Post(new ReplicaInput.SnapshotInstalled(height));
        }
    }

    private void Commit(ReplicaEffect.Commit commit)
    {
        using IDisposable measured = _parts.Telemetry.MeasureCommit();
        if (!_parts.Disk.Write(() => _parts.Store.Commit(commit.Blocks, commit.Carriers, commit.Certificate)))
        {
            return;
        }

        _parts.Journal?.Quarantine?.CommitDurable(commit.Blocks[^1].Header.Height);
        _parts.Telemetry.Committed(commit.Blocks);
        _parts.Directory.Committed(commit.Blocks);
        _parts.Finality.Commit(commit.Blocks);
        _parts.Pruner.Committed();
        if (!_parts.Disk.Write(() => _parts.Evidence.Committed(commit.Blocks[^1].Header.Height)))
        {
            return;
        }

        Loop.Post(new ReplicaInput.Committed(commit.Blocks[^1].Header.Height, commit.Blocks[^1].Digest));
    }

    private void Execute(ReplicaEffect effect)
    {
        using IDisposable measured = _parts.Telemetry.MeasureExecution();
        Loop.Post(effect is ReplicaEffect.BuildBlock build
            ? new ReplicaInput.BlockBuilt(_parts.Worker.Build(build.Job))
            : new ReplicaInput.BlockValidated(_parts.Worker.Validate(((ReplicaEffect.ValidateBlock)effect).Job)));
    }

    private void Load(ReplicaEffect.LoadProposal load)
    {
        try
        {
            if (_parts.Store.Proposal(load.Epoch, load.Block) is { } proposal)
            {
                Loop.Post(new ReplicaInput.ProposalLoaded(load.To, proposal));
            }
        }
        catch (Exception exception)
        {
            _parts.Failure.Report("reading a stored proposal failed", exception);
        }
    }
}
