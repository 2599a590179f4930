using DeAI.Chain.Consensus.Tests.Cluster;

namespace DeAI.Chain.Consensus.Tests.Machine;

/// <summary>Restarts, catch-up, epochs, limits, and the mistakes that others made.</summary>
public sealed class RobustnessTests
{
    private static readonly TestBlock One = Bench.Block(1, TestKeys.Genesis, 1);
    private static readonly TestBlock Two = Bench.Block(2, One.Digest, 2);

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

    [Theory]
    [InlineData(0u, 0u, 0u, 0u)]
    [InlineData(uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue)]
    [InlineData(60_000u, 1u, 0u, 1u)]
    public void Parameters_Extreme_NeitherThrowNorStop(uint delta, uint cap, uint interval, uint rebroadcast)
    {
        ConsensusParameters parameters = new(delta, cap, interval, rebroadcast);
        Assert.False(parameters.Check().IsOk);
        Assert.True(parameters.Clamped().Check().IsOk);
        Bench bench = new(parameters: parameters);
        bench.Step(new ConsensusInput.Update(parameters));
        bench.Tick(2L * ConsensusParameters.MaxMs);
        Assert.True(bench.Voted(Vote.Nullify(new View(1))));
    }

    [Fact]
    public void Timeout_ThousandFailedViews_StaysBelowTheCap()
    {
        Bench bench = new();
        for (ulong view = 1; view <= 1_000; view++)
        {
            bench.Take(Bench.Nullified(view));
        }

        long at = bench.All.OfType<ConsensusEffect.SetTimer>().Last().AtMs;
        Assert.InRange(at, 1, 5_000);
        bench.Tick(2_000);
        Assert.True(bench.Voted(Vote.Nullify(new View(1_001))));
        Assert.False(bench.Voted(Vote.Nullify(new View(1_002))));
    }

    [Fact]
    public void NotarizedBlockInvalidHere_IsAFaultAndNoCrash()
    {
        TestBlock bad = One with { Valid = false };
        Bench bench = new();
        bench.Propose(bad);
        bench.Take(Bench.Notarized(bad));
        Assert.Equal(ConsensusFault.NotarizedBlockRefused, Assert.Single(bench.All.OfType<ConsensusEffect.Fault>()).Kind);
        bench.Propose(Bench.Block(2, bad.Digest, 2), 1, Bench.Notarized(bad));
        Assert.True(bench.Voted(Vote.Nullify(new View(2))));
        Assert.False(bench.Machine.IsHalted);
    }

    [Fact]
    public void FinalizedBlockInvalidHere_StopsSigningAndGoesOnAnswering()
    {
        TestBlock bad = One with { Valid = false };
        Bench bench = new();
        bench.Propose(bad);
        bench.Take(Bench.Finalized(bad));
        Assert.Contains(bench.All.OfType<ConsensusEffect.Fault>(), f => f.Kind == ConsensusFault.FinalizedBlockRefused);
        Assert.True(bench.Machine.IsHalted);
        Assert.False(bench.Safety!.CanSign);
        Assert.NotEmpty(bench.Step(new ConsensusInput.FetchReceived(Bench.Peer(2), new Fetch(default, FetchKind.Proposal, bad.View, bad.Digest))));
    }

    [Fact]
    public void ConflictingCertificates_HaltSigning()
    {
        Bench bench = new();
        bench.Take(Bench.Finalized(One));
        bench.Take(Bench.Nullified(1));
        Assert.Equal(ConsensusFault.ConflictingCertificates, Assert.Single(bench.All.OfType<ConsensusEffect.Fault>()).Kind);
        bench.Tick(10_000);
        Assert.Empty(bench.Votes);
    }

    [Fact]
    public void Evidence_EveryConflictOfVotes_IsFoundOnce()
    {
        Bench bench = new();
        View view = new(1);
        bench.Cast(2, Vote.Notarize(view, One.Digest));
        Assert.Single(bench.Cast(2, Vote.Notarize(view, Two.Digest)).OfType<ConsensusEffect.EvidenceFound>());
        Assert.Empty(bench.Cast(2, Vote.Notarize(view, Two.Digest)).OfType<ConsensusEffect.EvidenceFound>());
        bench.Cast(2, Vote.Finalize(view, One.Digest));
        Assert.Single(bench.Cast(2, Vote.Finalize(view, Two.Digest)).OfType<ConsensusEffect.EvidenceFound>());
        Assert.Single(bench.Cast(2, Vote.Nullify(view)).OfType<ConsensusEffect.EvidenceFound>());
        Assert.Empty(bench.Cast(2, Vote.Nullify(view)).OfType<ConsensusEffect.EvidenceFound>());
    }

    [Fact]
    public void Evidence_AfterTheViewWasCommitted_IsStillFound()
    {
        Bench bench = new();
        bench.Propose(One);
        bench.Cast(2, Vote.Finalize(One.View, One.Digest));
        bench.Take(Bench.Finalized(One));
        Assert.Equal(One.Digest, bench.Machine.Committed.Digest);
        Assert.Single(bench.Cast(2, Vote.Nullify(One.View)).OfType<ConsensusEffect.EvidenceFound>());
    }

    [Fact]
    public void FarFutureMessages_AreDroppedWithoutMemory_CertificatesAreNot()
    {
        Bench bench = new();
        for (ulong view = 1_000; view < 1_200; view++)
        {
            Assert.Empty(bench.Cast(2, Vote.Nullify(new View(view))));
        }

        bench.Take(Bench.Nullified(900));
        Assert.Equal(new View(901), bench.Machine.View);
    }

    [Fact]
    public void FarBehind_AsksForBlockSyncAndGoesOnAfterRebase()
    {
        Bench bench = new();
        TestBlock far = Bench.Block(100_001, One.Digest, 90_000);
        List<ConsensusEffect> effects = bench.Take(Bench.Finalized(far));
        Assert.Equal(far.Digest, Assert.Single(effects.OfType<ConsensusEffect.BehindBy>()).Finalization.Digest);
        Assert.Empty(bench.Take(Bench.Finalized(far)).OfType<ConsensusEffect.BehindBy>());
        VerifiedCertificate finalization = VerifiedCertificate.Check(Bench.Context, Bench.Finalized(far), Bench.Cache).Value;
        bench.Step(new ConsensusInput.Rebase(finalization));
        Assert.Equal(new View(100_002), bench.Machine.View);
        TestBlock next = Bench.Block(100_002, far.Digest, 90_001);
        bench.Propose(next, 100_001, Bench.Finalized(far));
        Assert.True(bench.Voted(Vote.Notarize(next.View, next.Digest)));
    }

    [Fact]
    public void Status_PeerBehind_GetsFinalizationAndCertificatesWithinABudget()
    {
        Bench bench = new();
        bench.Propose(One);
        bench.Take(Bench.Finalized(One));
        bench.Take(Bench.Nullified(2));
        Status status = new(default, new View(1), default, default, default, false);
        int sent = 0;
        for (int i = 0; i < 100; i++)
        {
            List<ConsensusEffect> effects = bench.Step(new ConsensusInput.StatusReceived(Bench.Peer(3), status));
            sent += effects.OfType<ConsensusEffect.Send>().Count();
            if (i == 0)
            {
                Vote[] answered = [.. effects.OfType<ConsensusEffect.Send>().Select(s => s.Message.Certificate!.Vote)];
                Assert.Contains(Vote.Finalize(One.View, One.Digest), answered);
                Assert.Contains(Vote.Nullify(new View(2)), answered);
            }
        }

        Assert.InRange(sent, 1, ConsensusLimits.AnswersPerWindow * (ConsensusLimits.CertificatesPerAnswer + 1));
        bench.Tick(5 * Bench.Delta);
        Assert.NotEmpty(bench.Step(new ConsensusInput.StatusReceived(Bench.Peer(3), status)));
    }

    [Fact]
    public void Rebroadcast_WithoutFinality_RepeatsFinalizationCertificatesAndOwnVotes()
    {
        Bench bench = new();
        bench.Propose(One);
        bench.Take(Bench.Finalized(One));
        bench.Take(Bench.Nullified(2));
        bench.Tick(4_000);
        List<ConsensusEffect> effects = bench.Tick(5_000);
        ConsensusMessage[] sent = [.. effects.OfType<ConsensusEffect.Broadcast>().Select(b => b.Message)];
        Assert.Contains(sent, m => m.Status?.View == new View(3));
        Assert.Contains(sent, m => m.Certificate?.Vote == Vote.Finalize(One.View, One.Digest));
        Assert.Contains(sent, m => m.Certificate?.Vote == Vote.Nullify(new View(2)));
        Assert.Contains(sent, m => m.Vote?.Vote == Vote.Nullify(new View(3)));
    }

    [Fact]
    public void LeaderSkipping_MissedTwice_IsNullifiedAtOnceUntilSeen()
    {
        LeaderSkipping skipping = new(4, 1);
        skipping.Missed(2, new View(2));
        Assert.False(skipping.ShouldSkip(2));
        skipping.Missed(2, new View(6));
        Assert.True(skipping.ShouldSkip(2));
        skipping.Seen(2, new View(7));
        Assert.False(skipping.ShouldSkip(2));

        Bench bench = new();
        for (ulong view = 1; view <= 9; view++)
        {
            bench.Cast(1, Vote.Nullify(new View(view)));
            bench.Cast(3, Vote.Nullify(new View(view)));
            bench.Take(Bench.Nullified(view));
        }

        Assert.Equal(new View(10), bench.Machine.View);
        Assert.True(bench.Voted(Vote.Nullify(new View(10))));
    }

    [Fact]
    public void LeaderSkipping_MoreThanFaultySeatsAbsent_SkipsNobody()
    {
        LeaderSkipping skipping = new(4, 1);
        for (ulong view = 1; view <= 7; view++)
        {
            skipping.Missed((int)(view % 4), new View(view));
        }

        Assert.False(skipping.ShouldSkip(1));
    }

    [Fact]
    public void Leader_NotarizedParentItCannotValidate_IsPassedOverIfAlsoNullified()
    {
        TestBlock bad = One with { Valid = false };
        Bench bench = new(seat: 2);
        bench.Propose(bad);
        bench.Take(TestKeys.Certify(Bench.Context, Vote.Notarize(bad.View, bad.Digest), 0, 1, 3));
        Assert.Empty(bench.All.OfType<ConsensusEffect.BuildBlock>());
        List<ConsensusEffect> effects = bench.Take(TestKeys.Certify(Bench.Context, Vote.Nullify(new View(1)), 0, 1, 3));
        Assert.Equal(TestKeys.Genesis, Assert.Single(effects.OfType<ConsensusEffect.BuildBlock>()).Parent.Digest);
    }

    [Fact]
    public void Auditor_WithoutKey_CommitsAndVotesNothing()
    {
        Bench bench = new(seat: -1);
        bench.Propose(One);
        bench.Tick(1_000);
        Assert.Single(bench.Take(Bench.Finalized(One)).OfType<ConsensusEffect.Finalized>());
        Assert.Empty(bench.All.OfType<ConsensusEffect.PersistVote>());
        Assert.Empty(bench.Votes);
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

    [Fact]
    public void Status_WantsReply_IsAnsweredByOneThatWantsNone()
    {
        Bench bench = new();
        Status asking = new(default, new View(1), default, default, default, true);
        List<ConsensusEffect> effects = bench.Step(new ConsensusInput.StatusReceived(Bench.Peer(2), asking));
        Assert.False(Assert.Single(effects.OfType<ConsensusEffect.Send>()).Message.Status!.WantsReply);
    }

    [Fact]
    public void LocalObjection_NullifiesButFollowsTheQuorum()
    {
        Bench bench = new() { AutoValidate = false };
        bench.Propose(One);
        Refusal objection = new(new ReasonCode("test.clock"), "too early for this node");
        bench.Step(new ConsensusInput.BlockValidated(One.Digest, Result.Ok, false, objection));
        Assert.Equal([Vote.Nullify(One.View)], bench.Votes.Select(v => v.Vote));
        Assert.Single(bench.Take(Bench.Finalized(One)).OfType<ConsensusEffect.Finalized>());
        Assert.Empty(bench.All.OfType<ConsensusEffect.Fault>());
    }

    [Fact]
    public void Epoch_CarrierFinalized_CommitsUpToTheClosingBlockAndNoFurther()
    {
        TestBlock closing = One with { Closes = true };
        TestBlock carrier = Bench.Block(2, closing.Digest, 2);
        Bench bench = new();
        bench.Propose(closing);
        List<ConsensusEffect> proposed = bench.Propose(carrier, 1, Bench.Notarized(closing));
        Assert.True(Assert.Single(proposed.OfType<ConsensusEffect.ValidateBlock>(), v => v.Digest == carrier.Digest).Carrier);
        List<ConsensusEffect> effects = bench.Take(Bench.Finalized(carrier));
        ConsensusEffect.Finalized finalized = Assert.Single(effects.OfType<ConsensusEffect.Finalized>());
        Assert.Equal([closing.Digest], finalized.Chain.Select(b => b.Digest));
        Assert.Equal([carrier.Digest], finalized.Carriers.Select(b => b.Digest));
        Assert.Equal(closing.Digest, Assert.Single(effects.OfType<ConsensusEffect.EpochClosed>()).Last.Digest);
        Assert.True(bench.Machine.IsClosed);

        // Whoever is still in the epoch is answered.
        Status late = new(default, new View(1), default, default, default, false);
        List<ConsensusEffect> answer = bench.Step(new ConsensusInput.StatusReceived(Bench.Peer(3), late));
        Assert.Equal(carrier.Digest, Assert.Single(answer.OfType<ConsensusEffect.Send>()).Message.Certificate!.Vote.Digest);
        Assert.Single(bench.Step(new ConsensusInput.FetchReceived(Bench.Peer(3), new Fetch(default, FetchKind.Proposal, closing.View, closing.Digest))));
        bench.Tick(100_000);
        Assert.DoesNotContain(bench.All.OfType<ConsensusEffect.PersistVote>(), p => p.Record.View > new View(3));
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

    [Fact]
    public void ViewsExhausted_WithoutFinality_IsReportedAndHealsWithAFinalization()
    {
        Bench bench = new(seat: -1);
        bench.Propose(One);
        for (ulong view = 2; view <= ConsensusLimits.TrackedViews; view += 50)
        {
            bench.Take(Bench.Nullified(view));
        }

        bench.Take(Bench.Nullified(ConsensusLimits.TrackedViews));
        Assert.Equal(ConsensusFault.ViewsExhausted, Assert.Single(bench.All.OfType<ConsensusEffect.Fault>()).Kind);
        Assert.Equal(new View(ConsensusLimits.TrackedViews), bench.Machine.View);

        // The body left the memory long ago, and an auditor that never had to validate it asks for it again.
        bench.Take(Bench.Finalized(One));
        bench.Propose(One);
        Assert.Equal(new View(ConsensusLimits.TrackedViews + 1), bench.Machine.View);
    }

    [Fact]
    public void Step_ThousandsOfViews_KeepsTimeAndMemoryBounded()
    {
        Bench bench = new(seat: -1);
        TestBlock parent = One;
        bench.Propose(One);
        for (ulong view = 2; view <= 1_500; view++)
        {
            TestBlock block = Bench.Block(view, parent.Digest, view);
            bench.Propose(block, view - 1, Bench.Notarized(parent));
            bench.Take(Bench.Finalized(parent));
            parent = block;
        }

        Assert.Equal(new View(1_499), bench.Machine.Committed.View);
        Assert.InRange(bench.Machine.TrackedStates, 1, ConsensusLimits.EvidenceTailViews + 8);
        Assert.InRange(bench.Machine.TrackedBlocks, 1, ConsensusLimits.EvidenceTailViews + 8);
    }
}
