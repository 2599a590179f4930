namespace DeAI.Chain.Consensus.Tests.Cluster;

/// <summary>One node with its disk. The disk survives a crash, what is not flushed does not.</summary>
public sealed class SimNode(SimCluster cluster, int seat)
{
    private readonly ConsensusEffects _effects = new();
    private readonly List<VoteRecord> _votes = [];
    private readonly Dictionary<Hash256, Proposal> _proposals = [];
    private readonly Dictionary<Hash256, (ulong Height, bool Ok)> _executed = [];
    private readonly List<(BlockRef Block, VerifiedCertificate By)> _committed = [];
    private Safety _safety = null!;
    private int _incarnation;
    private ulong _height;

    public int Seat => seat;

    public PublicKey Key { get; } = TestKeys.Key(seat).PublicKey;

    public EpochContext Context { get; private set; } = cluster.FirstContext;

    public ConsensusMachine Machine { get; private set; } = null!;

    public ConsensusMachine? Old { get; private set; }

    public bool IsUp { get; private set; }

    public int CommittedCount => _committed.Count;

    public List<ConsensusFault> Faults { get; } = [];

    public List<Evidence> Evidence { get; } = [];

    public int Restarts => _incarnation;

    public void Start()
    {
        IsUp = true;
        _incarnation++;
        _effectsDrain();
        _executed.Clear();
        Context = cluster.ContextOf(_committed);
        _safety = new Safety(TestKeys.Key(seat), TestKeys.Chain);
        View floor = _committed.Count == 0 ? default : _committed[^1].Block.View;
        Assert.True(_safety.Restore(Context.Epoch, floor, _votes, quarantine: false).IsOk);
        _height = (ulong)_committed.Count;
        Machine = new ConsensusMachine(Context, cluster.Parameters, _safety, cluster.Cache);
        Old = null;
        if (_committed.Count > 0 && _committed[^1].Block.View > Context.Start.StartView)
        {
            Machine.Step(new ConsensusInput.Rebase(_committed[^1].By), _effects);
        }

        foreach (Proposal proposal in _proposals.Values.OrderBy(p => p.Header.View))
        {
            if (VerifiedProposal.CheckStored(Context, proposal, Key, TestBlock.Checker, cluster.Cache).TryGet(out VerifiedProposal verified, out _))
            {
                Machine.Step(new ConsensusInput.ProposalRestored(verified), _effects);
            }
        }

        Step(new ConsensusInput.Tick(cluster.Now));
    }

    public void Crash()
    {
        IsUp = false;
        _incarnation++;
    }

    public void Deliver(PublicKey from, ConsensusMessage message)
    {
        if (!IsUp)
        {
            return;
        }

        ConsensusMachine machine = Old is not null && message.Epoch == Old.Context.Epoch ? Old : Machine;
        if (message.Epoch < machine.Context.Epoch)
        {
            return;
        }

        if (message.Epoch > machine.Context.Epoch)
        {
            return;
        }

        MessageVerifier verifier = new(machine.Context, TestBlock.Checker, cluster.Cache);
        if (verifier.Verify(from, message).TryGet(out ConsensusInput input, out _))
        {
            machine.Step(new ConsensusInput.Tick(cluster.Now), _effects);
            machine.Step(input, _effects);
            Drain();
        }
    }

    public void Step(ConsensusInput input)
    {
        if (input is not ConsensusInput.Tick)
        {
            Machine.Step(new ConsensusInput.Tick(cluster.Now), _effects);
        }

        Machine.Step(input, _effects);
        Drain();
    }

    private void _effectsDrain()
    {
        while (_effects.TryTake(out _))
        {
        }
    }

    private void Drain()
    {
        while (_effects.TryTake(out ConsensusEffect? effect))
        {
            cluster.Trace(seat, effect);
            Run(effect);
        }
    }

    private void Run(ConsensusEffect effect)
    {
        switch (effect)
        {
            case ConsensusEffect.PersistVote persist:
                Later(cluster.FlushDelay(), () =>
                {
                    _votes.Add(Reencode(persist.Record));
                    Step(new ConsensusInput.Persisted(persist.Token));
                });
                break;
            case ConsensusEffect.PersistProposal persist:
                Later(cluster.FlushDelay(), () =>
                {
                    _proposals[persist.Proposal.Header.Digest] = persist.Proposal;
                    Step(new ConsensusInput.Persisted(persist.Token));
                });
                break;
            case ConsensusEffect.BuildBlock build:
                ConsensusMachine forMachine = Machine;
                Later(cluster.BuildDelay(), () => Build(build, forMachine));
                break;
            case ConsensusEffect.ValidateBlock validate:
                Later(1, () => Validate(validate));
                break;
            case ConsensusEffect.Send send:
                CheckSent(send.Message);
                cluster.Post(this, send.To, send.Message);
                break;
            case ConsensusEffect.Broadcast broadcast:
                CheckSent(broadcast.Message);
                cluster.PostAll(this, broadcast.Message);
                break;
            case ConsensusEffect.SetTimer timer:
                Later(Math.Max(0, timer.AtMs - cluster.Now), () => Step(new ConsensusInput.Tick(cluster.Now)));
                break;
            case ConsensusEffect.Finalized finalized:
                Commit(finalized);
                break;
            case ConsensusEffect.EpochClosed closed:
                BeginNextEpoch(closed);
                break;
            case ConsensusEffect.LoadProposal load:
                Load(load);
                break;
            case ConsensusEffect.BehindBy:
                Later(30, SyncBlocks);
                break;
            case ConsensusEffect.Fault fault:
                Faults.Add(fault.Kind);
                break;
            case ConsensusEffect.EvidenceFound found:
                Assert.True(found.Evidence.Verify(Context, cluster.Cache).IsOk || found.Evidence.Epoch != Context.Epoch);
                Evidence.Add(found.Evidence);
                break;
        }
    }

    private static VoteRecord Reencode(VoteRecord record) => Canonical.Decode<VoteRecord>(Canonical.Encode(record)).Value;

    private void Later(long delay, Action action)
    {
        int incarnation = _incarnation;
        cluster.At(cluster.Now + delay, () =>
        {
            if (incarnation == _incarnation && IsUp)
            {
                action();
            }
        });
    }

    private void Build(ConsensusEffect.BuildBlock build, ConsensusMachine machine)
    {
        if (machine != Machine)
        {
            return;
        }

        ulong height = HeightOf(build.Parent) + 1;
        bool closes = build.Carrier || (cluster.ClosesAt(Context.Epoch) is { } at && height == at);
        TestBlock block = new(Context.Epoch, build.View, build.Parent.Digest, height, closes, build.Carrier, true, cluster.Dice.Next());
        _executed[block.Digest] = (height, true);
        Step(new ConsensusInput.BlockBuilt(build.View, block.Digest, block.Body, closes));
    }

    private void Validate(ConsensusEffect.ValidateBlock validate)
    {
        TestBlock block = TestBlock.Of(validate.Body);
        ulong parent = HeightOf(validate.Parent);
        bool closes = validate.Carrier || (cluster.ClosesAt(block.Epoch) is { } at && block.Height == at);
        bool ok = block.Valid && block.Height == parent + 1 && block.Closes == closes && block.Empty == validate.Carrier;
        _executed[validate.Digest] = (block.Height, ok);
        Step(new ConsensusInput.BlockValidated(validate.Digest, ok ? Result.Ok : Result.Refuse(new ReasonCode("test.invalid"), "marked"), closes));
    }

    private ulong HeightOf(BlockRef block)
    {
        if (block.Digest == TestKeys.Genesis)
        {
            return 0;
        }

        if (_executed.TryGetValue(block.Digest, out (ulong Height, bool Ok) executed))
        {
            Assert.True(executed.Ok, "built on or validated on a refused block");
            return executed.Height;
        }

        int index = _committed.FindIndex(c => c.Block == block);
        Assert.True(index >= 0, "validation was asked for before the parent was validated");
        return (ulong)index + 1;
    }

    private void CheckSent(ConsensusMessage message)
    {
        if (message.Vote is { } vote && vote.Seat == seat)
        {
            VoteRecord? record = _votes.Find(r => r.Epoch == vote.Epoch && r.View == vote.Vote.View && (byte)r.Kind == (byte)vote.Vote.Kind && r.Digest == vote.Vote.Digest);
            Assert.True(record is not null, $"{vote.Vote.Kind} of view {vote.Vote.View} was sent before it was durable");
            if (vote.Vote.Kind == VoteKind.Finalize)
            {
                Assert.NotNull(record.Notarization);
                Assert.True(_proposals.ContainsKey(vote.Vote.Digest), "Finalize was sent before the body was durable");
            }

            cluster.Observer.VoteSent(vote);
        }

        if (message.Proposal is { } proposal)
        {
            Assert.False(proposal.Signature.IsDefault);
            if (cluster.FirstContext.LeaderOf(proposal.Header.View) == seat)
            {
                Assert.True(_proposals.ContainsKey(proposal.Header.Digest), "a proposal was sent before its body was durable");
                Assert.Contains(_votes, r => r.Kind == VoteRecordKind.Propose && r.Header == proposal.Header);
                cluster.Observer.ProposalSent(seat, proposal.Header);
            }
        }
    }

    private void Commit(ConsensusEffect.Finalized finalized)
    {
        foreach (BlockRef block in finalized.Chain)
        {
            _height++;
            Assert.True(_executed.TryGetValue(block.Digest, out (ulong Height, bool Ok) executed) && executed.Ok, "committed without validation");
            Assert.Equal(_height, executed.Height);
            cluster.Observer.Committed(_committed.Count, block.Digest);
            _committed.Add((block, finalized.Certificate));
        }

        View last = finalized.Chain[^1].View;
        ConsensusMachine machine = Machine;
        Later(1, () =>
        {
            if (machine == Machine)
            {
                Step(new ConsensusInput.CommitPersisted(last));
            }
        });
    }

    private void BeginNextEpoch(ConsensusEffect.EpochClosed closed)
    {
        Old = Machine;
        Context = cluster.Next(Context, closed.Last);
        Machine = new ConsensusMachine(Context, cluster.Parameters, _safety, cluster.Cache);
        Machine.Step(new ConsensusInput.Tick(cluster.Now), _effects);
    }

    private void Load(ConsensusEffect.LoadProposal load)
    {
        if (_proposals.TryGetValue(load.Block.Digest, out Proposal? proposal)
            && VerifiedProposal.CheckStored(Context, proposal, Key, TestBlock.Checker, cluster.Cache).TryGet(out VerifiedProposal verified, out _))
        {
            Later(1, () => Step(new ConsensusInput.ProposalLoaded(load.To, verified)));
        }
    }

    /// <summary>Copies the blocks of the node that is furthest in the same epoch.</summary>
    private void SyncBlocks()
    {
        SimNode? source = cluster.Nodes.Where(n => n.IsUp && n.Context.Epoch == Context.Epoch).MaxBy(n => n.CommittedCount);
        if (source is null || source.CommittedCount <= CommittedCount)
        {
            return;
        }

        for (int i = CommittedCount; i < source.CommittedCount; i++)
        {
            cluster.Observer.Committed(i, source._committed[i].Block.Digest);
            _committed.Add(source._committed[i]);
        }

        _height = (ulong)_committed.Count;
        Step(new ConsensusInput.Rebase(_committed[^1].By));
    }
}
