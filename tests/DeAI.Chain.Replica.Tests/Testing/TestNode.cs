namespace DeAI.Chain.Replica.Tests.Testing;

/// <summary>A host that does every duty at once and in order.</summary>
internal sealed class TestNode : IChainStore
{
    private readonly TestCluster _cluster;
    private MemoryState _state = new();
    private MemoryNodeStore _nodes = new();
    private TestSnapshot _incoming = new();
    private readonly VerifiedTransactionCache _transactions = new();
    private readonly BlockWorker _worker;
    private readonly CatalogIndex _catalog;
    private readonly ReplicaEffects _effects = new();
    private EpochStart _epoch;
    private Certificate? _certificate;

    public TestNode(TestCluster cluster, int index, ulong newestRules)
    {
        _cluster = cluster;
        Key = TestChain.Keys[index];
        _catalog = new CatalogIndex(new SeatsModule(), newestRules);
        _worker = new BlockWorker(_catalog, _transactions);
        ExecutedBlock genesis = cluster.Chain.Genesis;
        _state.Apply(genesis.Writes);
        _nodes.Add(genesis.Tree!);
        Blocks.Add(genesis);
        _epoch = new EpochStart(default, cluster.Chain.Document.Validators, default, genesis.Digest);
    }

    public SigningKey Key { get; }

    public IStateReader State => _state;

    public INodeReader Nodes => _nodes;

    public List<ExecutedBlock> Blocks { get; } = [];

    public List<FinalizedSegment> Segments { get; } = [];

    public List<VoteRecord> Votes { get; } = [];

    public List<Proposal> Proposals { get; } = [];

    public List<ReplicaEffect.Report> Reports { get; } = [];

    public List<ReplicaEffect.Answer> Answers { get; } = [];

    public List<ReplicaEffect> Seen { get; } = [];

    public List<EpochStart> Epochs { get; } = [];

    public ReplicaMachine? Machine { get; private set; }

    /// <summary>Commits are held back while this is set.</summary>
    public bool HoldsCommits { get; set; }

    /// <summary>Where set and true for an effect, the duty is not done: for peers that misbehave.</summary>
    public Func<ReplicaEffect, bool>? Intercept { get; set; }

    public ulong? SnapshotBehind { get; set; }

    /// <summary>Chunks that were written, in all runs.</summary>
    public int ChunksStored { get; private set; }

    /// <summary>Of keys and values in one chunk served.</summary>
    public int ChunkBytes { get; set; } = ChunkAnswer.MaxChunkBytes;

    public ulong Height => Blocks[^1].Header.Height.Value;

    public void Start(MempoolLimits? limits = null)
    {
        Safety safety = new(Key, _cluster.Chain.Document.Chain);
        Assert.True(safety.Restore(_epoch.Epoch, Blocks[^1].Header.View, Votes, quarantine: false).IsOk);
        ReplicaOptions options = new(
            Key.PublicKey, safety, _catalog, this, new VerificationCache(), _transactions, limits ?? MempoolLimits.Default)
        {
            SnapshotBehind = SnapshotBehind,
        };
        Machine = new ReplicaMachine(
            options,
            new ReplicaStart(
                Blocks[^1].Header,
                _certificate,
                _epoch,
                [.. Proposals.Where(p => p.Header.Epoch == _epoch.Epoch && p.Header.View > Blocks[^1].Header.View)])
            {
                Snapshot = _incoming.Progress,
            });
        Take(new ReplicaInput.Tick(_cluster.NowMs));
    }

    public void Stop() => Machine = null;

    public void Take(ReplicaInput input)
    {
        if (Machine is null)
        {
            return;
        }

        Machine.Step(input, _effects);
        while (_effects.TryTake(out ReplicaEffect? effect))
        {
            Seen.Add(effect);
            if (Intercept?.Invoke(effect) != true)
            {
                Host(effect);
            }
        }
    }

    private void Host(ReplicaEffect effect)
    {
        switch (effect)
        {
            case ReplicaEffect.PersistVote persist:
                Votes.Add(persist.Record);
                _cluster.Post(this, new ReplicaInput.Persisted(persist.Token));
                break;
            case ReplicaEffect.PersistProposal persist:
                Proposals.Add(persist.Proposal);
                _cluster.Post(this, new ReplicaInput.Persisted(persist.Token));
                break;
            case ReplicaEffect.Commit commit when !HoldsCommits:
                Commit(commit);
                _cluster.Post(this, new ReplicaInput.Committed(commit.Blocks[^1].Header.Height, commit.Blocks[^1].Digest));
                break;
            case ReplicaEffect.Send send:
                _cluster.Send(this, send.To, send.Channel, send.Frame);
                break;
            case ReplicaEffect.Broadcast broadcast:
                _cluster.Broadcast(this, broadcast.Channel, broadcast.Frame);
                break;
            case ReplicaEffect.VerifyTransactions verify:
                _cluster.Post(this, new ReplicaInput.TransactionsVerified(
                    verify.From,
                    [.. verify.Transactions.Items.Select(t => VerifiedTransaction.Verify(t.Memory, _cluster.Chain.Document.Chain, TransactionLimits.Default).Value)],
                    0));
                break;
            case ReplicaEffect.BuildBlock build:
                _cluster.Post(this, new ReplicaInput.BlockBuilt(_worker.Build(build.Job)));
                break;
            case ReplicaEffect.ValidateBlock validate:
                _cluster.Post(this, new ReplicaInput.BlockValidated(_worker.Validate(validate.Job)));
                break;
            case ReplicaEffect.ServeBlocks serve:
                FinalizedSegment[] segments = [.. Segments.Select(s => s.Above(new Height(serve.From.Value - 1))).OfType<FinalizedSegment>().Take(3)];
                SyncAnswer answer = new(serve.From, new Height(Height), Sequence.Create<FinalizedSegment>(segments));
                _cluster.Send(this, serve.To, Channel.Sync, Canonical.Encode(new SyncMessage(null, answer)));
                break;
            case ReplicaEffect.ServeSnapshot serve:
                SendSync(serve.To, new SnapshotMessage.Offered(TestSnapshot.Offer(this, serve.From, _cluster.Nodes)));
                break;
            case ReplicaEffect.ServeChunk serve:
                SendSync(serve.To, new SnapshotMessage.Chunk(TestSnapshot.Serve(_nodes, serve.Request, ChunkBytes)));
                break;
            case ReplicaEffect.BeginSnapshot begin:
                _incoming = new TestSnapshot { Plan = begin.Plan };
                break;
            case ReplicaEffect.StoreChunk store:
                _incoming.Store(store);
                ChunksStored++;
                _cluster.Post(this, new ReplicaInput.ChunkStored(store.Number));
                break;
            case ReplicaEffect.InstallSnapshot install:
                Install(install);
                _cluster.Post(this, new ReplicaInput.SnapshotInstalled(install.Plan.Head.Header.Height));
                break;
            case ReplicaEffect.Answer answered:
                Answers.Add(answered);
                break;
            case ReplicaEffect.Report report:
                Reports.Add(report);
                break;
            case ReplicaEffect.EpochStarted started:
                Epochs.Add(started.Start);
                break;
            case ReplicaEffect.Halt halt:
                throw new InvalidOperationException(halt.Detail);
        }
    }

    public void SendSync(PublicKey to, SnapshotMessage message) =>
        _cluster.Send(this, to, Channel.Sync, Canonical.Encode(new SyncMessage(message)));

    private void Install(ReplicaEffect.InstallSnapshot install)
    {
        _state = _incoming.ToState();
        _nodes = _incoming.Nodes;
        _incoming = new TestSnapshot();
        BlockHeader header = install.Plan.Head.Header;
        Blocks.Add(new ExecutedBlock(header, header.Digest, [], WriteSet.Empty, null, [], Ledger.Receipts.BlockEvents.Empty, default));
        _certificate = header.ClosesEpoch ? null : install.Plan.Head.Certificate;
        _epoch = install.Epoch;
    }

    private void Commit(ReplicaEffect.Commit commit)
    {
        Assert.Equal(Blocks[^1].Digest, commit.Blocks[0].Header.Parent);
        foreach (ExecutedBlock block in commit.Blocks)
        {
            _state.Apply(block.Writes);
            _nodes.Add(block.Tree!);
            Blocks.Add(block);
        }

        Segments.Add(new FinalizedSegment(Sequence.From(commit.Blocks.Select(b => b.ToBlock())), Sequence.From(commit.Carriers), commit.Certificate));
        ExecutedBlock last = commit.Blocks[^1];
        _certificate = last.ClosesEpoch ? null : commit.Certificate;
        _epoch = last.ClosesEpoch
            ? new EpochStart(last.Header.Epoch.Next, ValidatorSchedule.Next(_state), last.Header.View, last.Digest)
            : _epoch;
    }
}
