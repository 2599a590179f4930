using DeAI.Chain.Consensus.Tests.Cluster;

namespace DeAI.Chain.Consensus.Tests.Machine;

/// <summary>Extreme parameters, faults, evidence, epochs, bounds, and the mistakes that others made.</summary>
public sealed class RobustnessTests
{
    private static readonly TestBlock One = Bench.Block(1, TestKeys.Genesis, 1);
    private static readonly TestBlock Two = Bench.Block(2, One.Digest, 2);

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
