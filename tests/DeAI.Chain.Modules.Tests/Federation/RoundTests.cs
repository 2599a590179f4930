using DeAI.Chain.Cryptography;
using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Federation;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Federation.State;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Modules.Training.Messages;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Tests.Federation;

/// <summary>Rounds that end well, and every way in which one can fail.</summary>
public sealed class RoundTests
{
    [Fact]
    public void Round_AllHonest_CompletesPaysAndReplays()
    {
        TrainingScenario scenario = new TrainingScenario().Propose();
        Credits[] before = [.. scenario.Members.Select(member => scenario.HeldBy(member.Account))];
        Hash256 version = scenario.CompleteRound();
        Assert.True(scenario.Record.HasEnded);
        Assert.Equal(version, scenario.Record.Latest);
        for (int i = 0; i < before.Length; i++)
        {
            ContributionRecord record = scenario.ContributionOf(scenario.Members[i]);
            Assert.Equal(ContributionStatus.Scored, record.Status);
            Assert.Equal(BondState.Returned, record.Bond);
            Assert.True(scenario.HeldBy(scenario.Members[i].Account) > before[i]);
        }

        scenario.Chain.Replay();
    }

    /// <summary>Whatever one end hook states fits into a block, so that it cannot fail for good under a crowd of deadlines.</summary>
    [Fact]
    public void Due_MoreThanABlockTakes_GivesTheOldestFirstAndTheRestLater()
    {
        TrainingScenario scenario = new TrainingScenario(2).Propose();
        StateOverlay state = new(EmptyState.Instance);
        for (int i = 0; i < FederationState.MaxDue + 10; i++)
        {
            Hash256 task = Sha256.Hash(BitConverter.GetBytes(i));
            FederationState.PutTask(state, task, scenario.Record);
            FederationState.PutRound(state, task, 1, scenario.Round);
            FederationState.PutDeadline(state, new Height(i < 10 ? 9UL : 8), task, 1);
        }

        List<ActiveRound> due = FederationState.Due(state, new Height(9));
        Assert.Equal(FederationState.MaxDue, due.Count);
        Assert.True(FederationState.MaxDue * 16 < BlockEvents.MaxEvents / 8);
        foreach (ActiveRound round in due)
        {
            FederationState.DeleteDeadline(state, new Height(8), round.Id);
        }

        Assert.Equal(10, FederationState.Due(state, new Height(9)).Count);
    }

    [Fact]
    public void Round_TooFewRegistered_FailsAndRefunds()
    {
        TrainingScenario scenario = new(2);
        Credits before = scenario.HeldBy(scenario.First.Account);
        scenario.Propose();
        Credits sponsor = scenario.HeldBy(scenario.Sponsor);
        scenario.Register(scenario.First);
        RoundRecord round = scenario.Finish();
        Assert.Equal(RoundPhase.Failed, round.Phase);
        Assert.Equal(Errors.TooFewContributors, round.Reason);
        Assert.Equal(before, scenario.HeldBy(scenario.First.Account));
        Assert.Equal(new Credits(TrainingScenario.PerRound), scenario.HeldBy(scenario.Sponsor) - sponsor);
        Assert.True(scenario.Record.HasEnded);
    }

    [Fact]
    public void Round_NoCommit_LosesTheBondAndTheOthersGoOn()
    {
        TrainingScenario scenario = new TrainingScenario().Propose();
        scenario.Register(scenario.Members);
        scenario.WaitFor(RoundPhase.Commit);
        TrainingRun[] runs = [.. scenario.Members.Skip(1).Select(scenario.Train)];
        scenario.Commit(scenario.Second, runs[0]);
        scenario.Commit(scenario.Members[2], runs[1]);
        scenario.WaitFor(RoundPhase.Open);
        AssertOut(scenario, scenario.First, Modules.Training.Errors.NoCommit, BondState.Forfeited);
        scenario.Chain.Refuse(
            Modules.Training.Errors.NotCommitted,
            scenario.First.Account,
            ModuleIds.Training,
            Open.Type,
            scenario.OpeningOf(scenario.First, scenario.Train(scenario.First)));
        scenario.Open(scenario.Second, runs[0]);
        scenario.Open(scenario.Members[2], runs[1]);
        Assert.Equal(RoundPhase.Completed, scenario.Finish().Phase);
    }

    [Fact]
    public void Round_NoOpening_LosesTheBondAndFailsBelowTheMinimum()
    {
        TrainingScenario scenario = new TrainingScenario(2).Propose();
        scenario.Register(scenario.Members);
        scenario.WaitFor(RoundPhase.Commit);
        TrainingRun[] runs = [.. scenario.Members.Select(scenario.Train)];
        scenario.Commit(scenario.First, runs[0]);
        scenario.Commit(scenario.Second, runs[1]);
        scenario.WaitFor(RoundPhase.Open);
        scenario.Open(scenario.First, runs[0]);
        RoundRecord round = scenario.Finish();
        Assert.Equal(Errors.TooFewContributors, round.Reason);
        AssertOut(scenario, scenario.Second, Modules.Training.Errors.NoOpening, BondState.Forfeited);
        Assert.Equal(ContributionStatus.Released, scenario.ContributionOf(scenario.First).Status);
        Assert.Equal(BondState.Returned, scenario.ContributionOf(scenario.First).Bond);
    }

    [Theory]
    [InlineData(RoundPhase.Commit)]
    [InlineData(RoundPhase.Open)]
    [InlineData(RoundPhase.Holdout)]
    public void Round_ConsentRevokedMidRound_StopsTheMemberAndReturnsItsBond(RoundPhase phase)
    {
        TrainingScenario scenario = new TrainingScenario().Propose();
        scenario.Register(scenario.Members);
        scenario.WaitFor(RoundPhase.Commit);
        TrainingRun[] runs = [.. scenario.Members.Select(scenario.Train)];
        TestMessage[] commits = [.. scenario.Members.Select((member, i) =>
            TestMessage.Of(member.Account, ModuleIds.Training, Commit.Type, scenario.CommitmentOf(member, runs[i])))];
        if (phase == RoundPhase.Commit)
        {
            scenario.Revoke(scenario.First);
            scenario.Chain.Refuse(
                Modules.Consent.Errors.Revoked, scenario.First.Account, ModuleIds.Training, Commit.Type, scenario.CommitmentOf(scenario.First, runs[0]));
            commits = commits[1..];
        }

        scenario.ApplyAll(commits);
        scenario.WaitFor(RoundPhase.Open);
        if (phase == RoundPhase.Open)
        {
            scenario.Revoke(scenario.First);
            scenario.Chain.Refuse(
                Modules.Consent.Errors.Revoked, scenario.First.Account, ModuleIds.Training, Open.Type, scenario.OpeningOf(scenario.First, runs[0]));
        }

        for (int i = phase == RoundPhase.Holdout ? 0 : 1; i < runs.Length; i++)
        {
            scenario.Open(scenario.Members[i], runs[i]);
        }

        scenario.WaitFor(RoundPhase.Holdout);
        if (phase == RoundPhase.Holdout)
        {
            RevealHoldout reveal = scenario.RevealOf(scenario.First);
            scenario.Revoke(scenario.First);
            scenario.Chain.Refuse(Modules.Consent.Errors.Revoked, scenario.First.Account, ModuleIds.Training, RevealHoldout.Type, reveal);
        }

        Assert.Equal(RoundPhase.Completed, scenario.Finish().Phase);
        AssertOut(scenario, scenario.First, Modules.Consent.Errors.Revoked, BondState.Returned);
        Assert.DoesNotContain(
            Modules.Contribution.Queries.ContributionQueries.Scores(scenario.Chain.State, scenario.Task, 1),
            row => row.Organisation == scenario.First.Account.Organisation);
        scenario.Chain.Replay();
    }

    [Fact]
    public void Rounds_FailedAmongCompleted_GoOnFromTheLatestVersionAndRefundTheRest()
    {
        TaskTerms terms = TrainingScenario.Terms with { Training = TrainingScenario.Terms.Training with { Rounds = 3 } };
        TrainingScenario scenario = new TrainingScenario().Propose(terms);
        Hash256 first = scenario.CompleteRound();
        Assert.Equal(2u, scenario.Number);
        scenario.Finish();
        Assert.Equal(RoundPhase.Failed, scenario.RoundOf(2).Phase);
        foreach (TestMember member in scenario.Members)
        {
            member.Renew((int)member.Account.Organisation.Value + 50);
        }

        Assert.Equal(first, scenario.Round.Start);
        Hash256 third = scenario.CompleteRound();
        Assert.NotEqual(first, third);
        Assert.Equal(first, Modules.Models.Queries.ModelsQueries.Lineage(scenario.Chain.State, third).Last().Id);
        Assert.True(scenario.Record.HasEnded);
        Assert.Equal(2u, scenario.Record.Completed);
        Assert.Null(Modules.Accounts.Queries.AccountsQueries.DepositOf(scenario.Chain.State, DepositIds.EscrowOf(scenario.Task)));
        scenario.Chain.Replay();
    }

    private static void AssertOut(TrainingScenario scenario, TestMember member, ReasonCode reason, BondState bond)
    {
        ContributionRecord record = scenario.ContributionOf(member, 1);
        Assert.Equal(ContributionStatus.Out, record.Status);
        Assert.Equal(reason, record.Reason);
        Assert.Equal(bond, record.Bond);
    }
}
