using DeAI.Chain.Consensus.Tests.Cluster;

namespace DeAI.Chain.Consensus.Tests.Machine;

/// <summary>The four rules, one by one. The machine has seat 0; view v is led by seat v mod 4.</summary>
public sealed class RuleTests
{
    private static readonly TestBlock One = Bench.Block(1, TestKeys.Genesis, 1);
    private static readonly TestBlock Two = Bench.Block(2, One.Digest, 2);

    [Fact]
    public void Rule1_FirstValidProposal_IsNotarizedOnce()
    {
        Bench bench = new();
        bench.Propose(One);
        TestBlock other = Bench.Block(1, TestKeys.Genesis, 1, salt: 1);
        List<ConsensusEffect> after = bench.Propose(other);
        Assert.True(bench.Voted(Vote.Notarize(One.View, One.Digest)));
        Assert.False(bench.Voted(Vote.Notarize(One.View, other.Digest)));
        Assert.Equal(EvidenceKind.TwoProposals, Assert.Single(after.OfType<ConsensusEffect.EvidenceFound>()).Evidence.Kind);
    }

    [Fact]
    public void Rule1_AfterNullify_NoNotarize()
    {
        Bench bench = new();
        bench.Tick(2 * Bench.Delta);
        bench.Propose(One);
        Assert.Equal([Vote.Nullify(One.View)], bench.Votes.Select(v => v.Vote));
    }

    [Fact]
    public void Rule1_NotYetValidated_NoNotarize()
    {
        Bench bench = new() { AutoValidate = false };
        List<ConsensusEffect> effects = bench.Propose(One);
        Assert.Equal(One.Digest, Assert.Single(effects.OfType<ConsensusEffect.ValidateBlock>()).Digest);
        Assert.Empty(bench.Votes);
        bench.Step(new ConsensusInput.BlockValidated(One.Digest, Result.Ok, false));
        Assert.True(bench.Voted(Vote.Notarize(One.View, One.Digest)));
    }

    [Fact]
    public void Rule1_ProposalOfALaterViewWithItsEvidence_MovesThereAndIsNotarized()
    {
        Bench bench = new();
        bench.Propose(One);
        TestBlock four = Bench.Block(5, One.Digest, 2);
        bench.Propose(four, 1, Bench.Notarized(One), Bench.Nullified(2), Bench.Nullified(3), Bench.Nullified(4));
        Assert.Equal(four.View, bench.Machine.View);
        Assert.True(bench.Voted(Vote.Notarize(four.View, four.Digest)));
    }

    [Fact]
    public void Rule1_ParentBodyMissing_IsFetchedAndValidatedFirst()
    {
        Bench bench = new();
        List<ConsensusEffect> effects = bench.Propose(Two, 1, Bench.Notarized(One));
        Assert.Empty(effects.OfType<ConsensusEffect.ValidateBlock>());
        List<ConsensusEffect> later = bench.Tick(Bench.Delta);
        Fetch fetch = Assert.Single(later.OfType<ConsensusEffect.Send>()).Message.Fetch!;
        Assert.Equal((FetchKind.Proposal, One.Digest), (fetch.Kind, fetch.Digest));
        List<ConsensusEffect> answered = bench.Propose(One);
        Assert.Equal([One.Digest, Two.Digest], answered.OfType<ConsensusEffect.ValidateBlock>().Select(v => v.Digest));
        Assert.True(bench.Voted(Vote.Notarize(Two.View, Two.Digest)));
    }

    [Fact]
    public void Rule2_NoProposalInTwoDeltas_Nullify()
    {
        Bench bench = new();
        bench.Tick((2 * Bench.Delta) - 1);
        Assert.Empty(bench.Votes);
        bench.Tick(2 * Bench.Delta);
        Assert.True(bench.Voted(Vote.Nullify(One.View)));
    }

    [Fact]
    public void Rule2_ProposalButNoProgressInThreeDeltas_Nullify()
    {
        Bench bench = new();
        bench.Propose(One);
        bench.Tick((3 * Bench.Delta) - 1);
        Assert.False(bench.Voted(Vote.Nullify(One.View)));
        bench.Tick(3 * Bench.Delta);
        Assert.True(bench.Voted(Vote.Nullify(One.View)));
    }

    [Fact]
    public void Rule2_IdleLeaderWithinTheBlockInterval_IsWaitedFor()
    {
        Bench bench = new(parameters: new ConsensusParameters(Bench.Delta, 2_000, 1_000, 5_000));
        bench.Tick(1_000 + (2 * Bench.Delta) - 1);
        Assert.Empty(bench.Votes);
        bench.Tick(1_000 + (2 * Bench.Delta));
        Assert.True(bench.Voted(Vote.Nullify(One.View)));
    }

    [Fact]
    public void Rule2_InvalidProposal_NullifyAtOnce()
    {
        Bench bench = new();
        bench.Propose(One with { Valid = false });
        Assert.Equal([Vote.Nullify(One.View)], bench.Votes.Select(v => v.Vote));
    }

    [Fact]
    public void Rule2_LeaderNullified_NullifyAtOnce()
    {
        Bench bench = new();
        bench.Cast(2, Vote.Nullify(One.View));
        Assert.Empty(bench.Votes);
        bench.Cast(1, Vote.Nullify(One.View));
        Assert.True(bench.Voted(Vote.Nullify(One.View)));
    }

    [Fact]
    public void Rule3_Notarization_MovesOnAndFinalizes()
    {
        Bench bench = new();
        bench.Propose(One);
        bench.Take(Bench.Notarized(One));
        Assert.Equal(Two.View, bench.Machine.View);
        Assert.True(bench.Voted(Vote.Finalize(One.View, One.Digest)));
    }

    [Fact]
    public void Rule3_BodyNotValidatedYet_FinalizesOnlyAfterwards()
    {
        Bench bench = new() { AutoValidate = false };
        bench.Propose(One);
        bench.Take(Bench.Notarized(One));
        Assert.Equal(Two.View, bench.Machine.View);
        Assert.Empty(bench.Votes);
        bench.Step(new ConsensusInput.BlockValidated(One.Digest, Result.Ok, false));
        Assert.Equal([Vote.Finalize(One.View, One.Digest)], bench.Votes.Select(v => v.Vote));
    }

    [Fact]
    public void Rule3_AfterNullify_CertifiesAndMovesOnButNeverFinalizes()
    {
        Bench bench = new();
        bench.Propose(One);
        bench.Tick(3 * Bench.Delta);
        Assert.True(bench.Voted(Vote.Nullify(One.View)));
        bench.Cast(1, Vote.Notarize(One.View, One.Digest));
        List<ConsensusEffect> effects = bench.Cast(2, Vote.Notarize(One.View, One.Digest));
        Assert.Equal(One.Digest, Assert.Single(effects.OfType<ConsensusEffect.Notarized>()).Block.Digest);
        Assert.Equal(Two.View, bench.Machine.View);
        bench.Propose(Two, 1, Bench.Notarized(One));
        Assert.True(bench.Voted(Vote.Notarize(Two.View, Two.Digest)));
        Assert.False(bench.Voted(Vote.Finalize(One.View, One.Digest)));
    }

    [Fact]
    public void Rule4_Nullification_MovesOnAndIsPassedOn()
    {
        Bench bench = new();
        bench.Tick(2 * Bench.Delta);
        bench.Cast(2, Vote.Nullify(One.View));
        List<ConsensusEffect> effects = bench.Cast(3, Vote.Nullify(One.View));
        Assert.Equal(Two.View, bench.Machine.View);
        Certificate sent = Assert.Single(effects.OfType<ConsensusEffect.Broadcast>(), b => b.Message.Certificate is not null).Message.Certificate!;
        Assert.True(VerifiedCertificate.Check(Bench.Context, sent, new VerificationCache()).IsOk);
    }

    [Fact]
    public void Rule4_Finalization_CommitsAncestorsInOrder()
    {
        Bench bench = new();
        bench.Propose(One);
        bench.Propose(Two, 1, Bench.Notarized(One));
        ConsensusEffect.Finalized finalized = Assert.Single(bench.Take(Bench.Finalized(Two)).OfType<ConsensusEffect.Finalized>());
        Assert.Equal([One.Digest, Two.Digest], finalized.Chain.Select(b => b.Digest));
        Assert.Equal(new BlockRef(Two.View, Two.Digest), bench.Machine.Committed);
        Assert.Equal(new View(3), bench.Machine.View);
    }

    [Fact]
    public void Rule4_FinalizationBeforeTheBody_CommitsOnceItIsHereAndValid()
    {
        Bench bench = new();
        Assert.Empty(bench.Take(Bench.Finalized(One)).OfType<ConsensusEffect.Finalized>());
        Assert.Equal(Two.View, bench.Machine.View);
        Assert.Single(bench.Propose(One).OfType<ConsensusEffect.Finalized>());
    }

    [Fact]
    public void BothCertificatesOfAView_ChildOfEitherParent_IsNotarized()
    {
        Bench first = new();
        first.Propose(One);
        first.Take(Bench.Notarized(One));
        first.Take(Bench.Nullified(1));
        TestBlock skipping = Bench.Block(2, TestKeys.Genesis, 1);
        first.Propose(skipping, 0, null, Bench.Nullified(1));
        Assert.True(first.Voted(Vote.Notarize(Two.View, skipping.Digest)));

        Bench second = new();
        second.Take(Bench.Nullified(1));
        second.Propose(One);
        second.Propose(Two, 1, Bench.Notarized(One));
        Assert.True(second.Voted(Vote.Notarize(Two.View, Two.Digest)));
    }

    [Fact]
    public void Persist_BeforeSend_NothingLeavesEarlier()
    {
        Bench bench = new() { AutoPersist = false };
        List<ConsensusEffect> effects = bench.Propose(One);
        ConsensusEffect.PersistVote notarize = Assert.Single(effects.OfType<ConsensusEffect.PersistVote>());
        ulong body = Assert.Single(effects.OfType<ConsensusEffect.PersistProposal>()).Token;
        Assert.Empty(bench.Votes);
        bench.Step(new ConsensusInput.Persisted(notarize.Token));
        Assert.Single(bench.Votes);

        // Finalize waits for the body, then for its own record, which carries the notarization.
        Assert.Empty(bench.Take(Bench.Notarized(One)).OfType<ConsensusEffect.PersistVote>());
        VoteRecord record = Assert.Single(bench.Step(new ConsensusInput.Persisted(body)).OfType<ConsensusEffect.PersistVote>()).Record;
        Assert.Equal((VoteRecordKind.Finalize, Bench.Notarized(One)), (record.Kind, record.Notarization));
        Assert.False(bench.Voted(Vote.Finalize(One.View, One.Digest)));
    }

    [Fact]
    public void Propose_Leader_SendsOnlyWhenDigestAndBodyAreDurable()
    {
        Bench bench = new(seat: 1) { AutoPersist = false };
        ConsensusEffect.BuildBlock build = Assert.Single(bench.All.OfType<ConsensusEffect.BuildBlock>());
        Assert.Equal((One.View, TestKeys.Genesis), (build.View, build.Parent.Digest));
        List<ConsensusEffect> effects = bench.Step(new ConsensusInput.BlockBuilt(One.View, One.Digest, One.Body, false));
        ConsensusEffect.PersistProposal body = Assert.Single(effects.OfType<ConsensusEffect.PersistProposal>());
        ConsensusEffect.PersistVote digest = Assert.Single(effects.OfType<ConsensusEffect.PersistVote>());
        Assert.True(body.Proposal.Signature.IsDefault);
        Assert.Empty(bench.Step(new ConsensusInput.Persisted(digest.Token)).OfType<ConsensusEffect.Broadcast>());
        List<ConsensusEffect> sent = bench.Step(new ConsensusInput.Persisted(body.Token));
        Proposal proposal = Assert.Single(sent.OfType<ConsensusEffect.Broadcast>()).Message.Proposal!;
        Assert.True(VerifiedProposal.Check(Bench.Context, proposal, TestBlock.Checker, new VerificationCache()).IsOk);
    }
}
