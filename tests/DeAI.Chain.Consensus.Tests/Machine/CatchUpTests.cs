using DeAI.Chain.Consensus.Tests.Cluster;

namespace DeAI.Chain.Consensus.Tests.Machine;

/// <summary>Falling behind and coming back: status, rebroadcast, absent leaders, timeouts.</summary>
public sealed class CatchUpTests
{
    private static readonly TestBlock One = Bench.Block(1, TestKeys.Genesis, 1);

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
    public void Status_WantsReply_IsAnsweredByOneThatWantsNone()
    {
        Bench bench = new();
        Status asking = new(default, new View(1), default, default, default, true);
        List<ConsensusEffect> effects = bench.Step(new ConsensusInput.StatusReceived(Bench.Peer(2), asking));
        Assert.False(Assert.Single(effects.OfType<ConsensusEffect.Send>()).Message.Status!.WantsReply);
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
}
