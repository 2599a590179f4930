using DeAI.Chain.Consensus.Tests.Cluster;

namespace DeAI.Chain.Consensus.Tests.Machine;

/// <summary>What a node remembers: restarts, stored votes, quarantine.</summary>
public sealed class RestartTests
{
    private static readonly TestBlock One = Bench.Block(1, TestKeys.Genesis, 1);

    [Fact]
    public void Restart_AllCrashedAfterNullify_OwnStoredVoteCountsAgain()
    {
        VoteRecord record = new(default, VoteRecordKind.Nullify, new View(1), default, null, null);
        Bench bench = new(records: record);
        Assert.Empty(bench.All.OfType<ConsensusEffect.PersistVote>());
        bench.Cast(1, Vote.Nullify(new View(1)));
        List<ConsensusEffect> effects = bench.Cast(2, Vote.Nullify(new View(1)));
        Assert.Single(effects.OfType<ConsensusEffect.Nullified>());
        Assert.Equal(new View(2), bench.Machine.View);
        Assert.Contains(new Bench(records: record).All.OfType<ConsensusEffect.Broadcast>(), b => b.Message.Vote?.Vote == record.Vote);
    }

    [Fact]
    public void Restart_AfterFinalize_KnowsTheNotarizationAndNeverNullifies()
    {
        VoteRecord record = new(default, VoteRecordKind.Finalize, One.View, One.Digest, null, Bench.Notarized(One));
        Bench bench = new(records: record);
        Assert.Equal(new View(2), bench.Machine.View);
        bench.Tick(1_000);
        Assert.DoesNotContain(bench.All.OfType<ConsensusEffect.PersistVote>(), p => p.Record.View == One.View);
    }

    [Fact]
    public void Restart_OwnProposalStored_IsSentAgainAndNoOtherIsBuilt()
    {
        Proposal unsigned = TestKeys.Propose(Bench.Context, One, default, null) with { Signature = default };
        VoteRecord record = new(default, VoteRecordKind.Propose, One.View, One.Digest, unsigned.Header, null);
        Bench bench = new(seat: 1, start: false, records: record);
        bench.Step(new ConsensusInput.ProposalRestored(
            VerifiedProposal.CheckStored(Bench.Context, unsigned, Bench.Peer(1), TestBlock.Checker, Bench.Cache).Value));
        bench.Tick(0);
        bench.Tick(10);
        Assert.Empty(bench.All.OfType<ConsensusEffect.BuildBlock>());
        Proposal sent = bench.All.OfType<ConsensusEffect.Broadcast>().Select(b => b.Message.Proposal).OfType<Proposal>().First();
        Assert.Equal(TestKeys.Propose(Bench.Context, One, default, null), sent);
        Assert.True(bench.Voted(Vote.Notarize(One.View, One.Digest)));
    }

    [Fact]
    public void Restart_ProposalStoredButNeverDecided_IsNotSigned()
    {
        Proposal unsigned = TestKeys.Propose(Bench.Context, One, default, null) with { Signature = default };
        Bench bench = new(seat: 1, start: false);
        bench.Step(new ConsensusInput.ProposalRestored(
            VerifiedProposal.CheckStored(Bench.Context, unsigned, Bench.Peer(1), TestBlock.Checker, Bench.Cache).Value));
        bench.Tick(0);
        bench.Tick(10);
        Assert.DoesNotContain(bench.All.OfType<ConsensusEffect.Broadcast>(), b => b.Message.Proposal is not null);
        Assert.Single(bench.All.OfType<ConsensusEffect.BuildBlock>());
    }

    [Fact]
    public void Quarantined_Follows_ButVotesNothing()
    {
        Bench bench = new(quarantine: true);
        bench.Propose(One);
        bench.Tick(1_000);
        bench.Take(Bench.Finalized(One));
        Assert.Equal(One.Digest, bench.Machine.Committed.Digest);
        Assert.Empty(bench.Votes);
    }

    [Fact]
    public void CertificateWithAnOwnVoteThatNoRecordTellsOf_Silences()
    {
        // Seat 1 leads view 1; this node, seat 0, was restored from before its vote in it.
        Bench bench = new();
        bench.Take(TestKeys.Certify(Bench.Context, Vote.Nullify(new View(1)), 0, 2, 3));
        Assert.Equal(ConsensusFault.OwnVoteUnknown, Assert.Single(bench.All.OfType<ConsensusEffect.Fault>()).Kind);
        Assert.True(bench.Safety!.IsQuarantined);
        bench.Tick(1_000);
        Assert.Empty(bench.Votes);
    }

    [Fact]
    public void CertificateWithAnOwnVoteOfTheLog_IsNoSurprise()
    {
        Bench bench = new(records: new VoteRecord(default, VoteRecordKind.Nullify, new View(1), default, null, null));
        bench.Take(TestKeys.Certify(Bench.Context, Vote.Nullify(new View(1)), 0, 2, 3));
        Assert.Empty(bench.All.OfType<ConsensusEffect.Fault>());
        Assert.True(bench.Safety!.CanSign);
    }

    [Fact]
    public void Quarantined_HearsAQuorumAndALaterFinalization_VotesAgain()
    {
        Bench bench = new(quarantine: true);
        Assert.Contains(bench.All.OfType<ConsensusEffect.Broadcast>(), b => b.Message.Status?.WantsReply == true);
        bench.Propose(One);
        bench.Take(Bench.Finalized(One));
        for (int seat = 1; seat < 4; seat++)
        {
            Status status = new(default, new View(3), new View(2), new View(1), new View(1), false);
            bench.Step(new ConsensusInput.StatusReceived(Bench.Peer(seat), status));
        }

        TestBlock parent = One;
        for (ulong view = 2; view <= 5; view++)
        {
            TestBlock block = Bench.Block(view, parent.Digest, view);
            bench.Propose(block, view - 1, Bench.Notarized(parent));
            Assert.Equal(view > 4, bench.Voted(Vote.Notarize(block.View, block.Digest)));
            bench.Take(Bench.Finalized(block));
            parent = block;
        }
    }

    /// <summary>The lost votes may be of the next epoch, which this node can have entered by a finalization that nobody else had yet.</summary>
    [Fact]
    public void Quarantined_TheEpochCloses_StaysSilent()
    {
        Bench bench = new(quarantine: true);
        bench.Propose(One);
        bench.Take(Bench.Finalized(One));
        for (int seat = 1; seat < 4; seat++)
        {
            bench.Step(new ConsensusInput.StatusReceived(Bench.Peer(seat), new Status(default, new View(3), new View(2), new View(1), new View(1), false)));
        }

        TestBlock parent = One;
        for (ulong view = 2; view <= 4; view++)
        {
            TestBlock block = Bench.Block(view, parent.Digest, view, closes: view == 4);
            bench.Propose(block, view - 1, Bench.Notarized(parent));
            bench.Take(Bench.Finalized(block));
            parent = block;
        }

        Assert.Single(bench.All.OfType<ConsensusEffect.EpochClosed>());
        Assert.True(bench.Safety!.IsQuarantined);
    }

    [Fact]
    public void Floor_AfterCommitPersisted_VotesMayBePruned()
    {
        Bench bench = new();
        bench.Propose(One);
        bench.Take(Bench.Finalized(One));
        Assert.Equal(new View(1), Assert.Single(bench.Step(new ConsensusInput.CommitPersisted(new View(1))).OfType<ConsensusEffect.PruneVotes>()).Floor);
        Assert.Empty(bench.Step(new ConsensusInput.CommitPersisted(new View(9))));
    }
}
