using DeAI.Chain.Learning;
using DeAI.Chain.Modules.Contribution.Contracts;
using DeAI.Chain.Modules.Contribution.Queries;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Tests.Contribution;

public sealed class ScoringTests
{
    [Fact]
    public void Score_HonestRound_PaysEveryCreditOfTheReward()
    {
        TrainingScenario scenario = new TrainingScenario().Propose();
        Credits[] before = [.. scenario.Members.Select(member => scenario.HeldBy(member.Account))];
        Credits sponsor = scenario.HeldBy(scenario.Sponsor);
        Credits treasury = Treasury(scenario);
        scenario.CompleteRound();

        List<ScoreRecord> scores = Scores(scenario, 1);
        Assert.Equal(3, scores.Count);
        Assert.Equal(1_000_000u, (uint)scores.Sum(score => score.Parts));
        Assert.True(scores[0].Utility > 0, $"training did not help: {scores[0].Utility}");
        Assert.Equal(scores[0].Utility * ScoreRecord.Denominator, scores.Sum(score => score.Value));
        Assert.All(scores, score => Assert.Equal(768u, score.HoldoutRows));

        ulong paid = 0;
        for (int i = 0; i < before.Length; i++)
        {
            Assert.Equal(scores[i].WorkPaid + scores[i].QualityPaid, scenario.HeldBy(scenario.Members[i].Account) - before[i]);
            paid += (scores[i].WorkPaid + scores[i].QualityPaid).Value;
        }

        ulong checking = (Treasury(scenario) - treasury).Value;
        ulong back = (scenario.HeldBy(scenario.Sponsor) - sponsor).Value;
        Assert.Equal(100_000UL, checking);
        Assert.Equal(TrainingScenario.PerRound, paid + checking + back);
        Assert.Equal(500_001UL, (ulong)scores.Sum(score => (long)score.WorkPaid.Value));

        // 900 rows at most count, and there were 4 blocks of 256.
        Assert.All(scores, score => Assert.Equal(900UL, score.Weight));
        Assert.All(scores, score => Assert.Equal(new Points(900), score.Points));
        Assert.Equal(new Points(900), Modules.Accounts.Queries.AccountsQueries.PointsOf(scenario.Chain.State, scenario.First.Account.Organisation));
    }

    [Fact]
    public void Score_ValuesRecomputedOutside_AreThoseOfTheChain()
    {
        TrainingScenario scenario = new TrainingScenario().Propose();
        ModelWeights start = scenario.Start;
        scenario.Register(scenario.Members);
        scenario.WaitFor(RoundPhase.Commit);
        TrainingRun[] runs = [.. scenario.Members.Select(scenario.Train)];
        for (int i = 0; i < runs.Length; i++)
        {
            scenario.Commit(scenario.Members[i], runs[i]);
        }

        scenario.WaitFor(RoundPhase.Open);
        for (int i = 0; i < runs.Length; i++)
        {
            scenario.Open(scenario.Members[i], runs[i]);
        }

        scenario.WaitFor(RoundPhase.Holdout);
        DataBlock[] rows = [.. scenario.Members.Select(member => scenario.RevealOf(member).Blocks[0].Block)];
        scenario.Reveal(scenario.Members);
        RoundRecord round = scenario.Finish();

        WeightedUpdate[] updates = [.. runs.Select(run => new WeightedUpdate(run.Update, 900))];
        ShapleyValues expected = Shapley.Exact(
            TrainingScenario.Model, new Evaluator(TrainingScenario.Model, TrainingScenario.Backend, rows), start, updates).Value;
        List<ScoreRecord> scores = Scores(scenario, 1);
        Assert.Equal(expected.Numerators.Select(numerator => numerator * (720 / expected.Denominator)), scores.Select(score => score.Value));
        Assert.Equal(
            Aggregation.Combine(TrainingScenario.Model, start, updates).Value,
            Modules.Models.Queries.ModelsQueries.WeightsOf(scenario.Chain.State, round.Version));
    }

    [Fact]
    public void Score_MemberThatHidesItsRows_GetsNoQualityPayAndNobodyElseGetsIt()
    {
        TrainingScenario scenario = new TrainingScenario().Propose(
            TrainingScenario.Terms with { Training = TrainingScenario.Terms.Training with { Rounds = 2 } });
        scenario.TrainHonestly(scenario.Members);
        scenario.WaitFor(RoundPhase.Holdout);
        scenario.Reveal(scenario.Second, scenario.Members[2]);
        Assert.Equal(RoundPhase.Completed, scenario.Finish().Phase);
        List<ScoreRecord> scores = Scores(scenario, 1);
        Assert.False(scores[0].HasRevealed);
        Assert.Equal(Credits.Zero, scores[0].QualityPaid);
        Assert.True(scores[0].Value > 0);
        Assert.All(scores, score => Assert.Equal(512u, score.HoldoutRows));
        Assert.All(scores, score => Assert.True(score.WorkPaid > Credits.Zero));
        ulong quality = TrainingScenario.PerRound - 500_001 - 100_000;
        Assert.Equal(new Credits(quality), scores[1].QualityPaid + scores[2].QualityPaid + scenario.Record.RolledOver);
        Assert.True(scenario.Record.RolledOver > Credits.Zero);
    }

    [Fact]
    public void Score_OneDepositorOnly_MeasuresNothingAndRollsQualityOver()
    {
        TrainingScenario scenario = new TrainingScenario().Propose(
            TrainingScenario.Terms with { Training = TrainingScenario.Terms.Training with { Rounds = 2 } });
        scenario.TrainHonestly(scenario.Members);
        scenario.WaitFor(RoundPhase.Holdout);
        scenario.Reveal(scenario.First);
        Hash256 version = scenario.Finish().Version;
        List<ScoreRecord> scores = Scores(scenario, 1);
        Assert.All(scores, score => Assert.Equal(0u, score.HoldoutRows));
        Assert.All(scores, score => Assert.Equal(Credits.Zero, score.QualityPaid));
        Assert.Equal([333_334u, 333_333u, 333_333u], scores.Select(score => score.Parts));
        Assert.Equal(new Credits(400_002), scenario.Record.RolledOver);
        Assert.True(Modules.Models.Queries.ModelsQueries.TryGetVersion(scenario.Chain.State, version, out Modules.Models.Contracts.ModelVersion? record));
        Assert.Equal(Modules.Models.Contracts.ErrorInterval.Unknown, record.Error);

        foreach (TestMember member in scenario.Members)
        {
            member.Renew((int)member.Account.Organisation.Value + 50);
        }

        // What rolled over is paid in the next round, or goes back at the task's end.
        scenario.CompleteRound();
        Assert.True(Scores(scenario, 2).Sum(score => (long)score.QualityPaid.Value) > 400_002);
    }

    [Fact]
    public void Score_ThresholdNotExceeded_PaysNoQuality()
    {
        TrainingScenario scenario = new TrainingScenario().Propose(
            TrainingScenario.Terms with { Training = TrainingScenario.Terms.Training with { Threshold = long.MaxValue } });
        Credits sponsor = scenario.HeldBy(scenario.Sponsor);
        scenario.CompleteRound();
        List<ScoreRecord> scores = Scores(scenario, 1);
        Assert.All(scores, score => Assert.Equal(Credits.Zero, score.QualityPaid));
        Assert.Equal(1_000_000, scores.Sum(score => score.Parts));
        Assert.Equal(new Credits(400_002), scenario.HeldBy(scenario.Sponsor) - sponsor);
    }

    [Fact]
    public void Score_MemberAbsentInTheNextRound_KeepsAShareOfHalfItsAverage()
    {
        TrainingScenario scenario = new TrainingScenario().Propose(
            TrainingScenario.Terms with { Training = TrainingScenario.Terms.Training with { Rounds = 2 } });
        scenario.CompleteRound();
        List<ScoreRecord> first = Scores(scenario, 1);
        foreach (TestMember member in scenario.Members)
        {
            member.Renew((int)member.Account.Organisation.Value + 50);
        }

        TestMember[] rest = [.. scenario.Members.Skip(1)];
        scenario.TrainHonestly(rest);
        scenario.WaitFor(RoundPhase.Holdout);
        scenario.Reveal(rest);
        scenario.Finish();
        List<ScoreRecord> second = Scores(scenario, 2);
        Assert.Equal(3, second.Count);
        Assert.Equal(first[0].Average / 2, second[0].Average);
        Assert.Equal(0UL, second[0].Weight);
        Assert.Equal((first[1].Average + second[1].Value) / 2, second[1].Average);
        Assert.Equal(1_000_000, second.Sum(score => score.Parts));
        scenario.Chain.Replay();
    }

    [Fact]
    public void ShareKey_OfAScoredMember_ProvesItsShareUnderTheStateRoot()
    {
        TrainingScenario scenario = new TrainingScenario().Propose();
        scenario.CompleteRound();
        byte[] key = ContributionQueries.ShareKey(scenario.Task, 1, scenario.First.Account.Organisation);
        Assert.True(scenario.Chain.State.TryGet(key, out Blob? value));
        Assert.Equal(Scores(scenario, 1)[0], ContributionQueries.DecodeShare(value.Value.Span).Value);
    }

    [Fact]
    public void EndBlock_TwoRoundsDueAtOnce_ScoresOnePerBlock()
    {
        TrainingScenario scenario = new();
        scenario.Propose();
        Hash256 one = scenario.Task;
        TestMessage proposal = TestMessage.Of(
            scenario.Sponsor, ModuleIds.Federation, Modules.Federation.Messages.ProposeTask.Type, new Modules.Federation.Messages.ProposeTask(TrainingScenario.Terms with { Phases = TrainingScenario.Terms.Phases with { Registration = 5 } }));
        Hash256 two = scenario.Chain.Block(proposal)[0].Transaction;
        foreach (Hash256 task in new[] { one, two })
        {
            scenario.Task = task;
            scenario.Register(scenario.First, scenario.Second);
        }

        scenario.WaitFor(RoundPhase.Commit);
        List<(Hash256 Task, TestMember Member, TrainingRun Run)> runs = [];
        foreach (Hash256 task in new[] { one, two })
        {
            scenario.Task = task;
            foreach (TestMember member in new[] { scenario.First, scenario.Second })
            {
                TrainingRun run = scenario.Train(member);
                scenario.Commit(member, run);
                runs.Add((task, member, run));
            }
        }

        scenario.WaitFor(RoundPhase.Open);
        foreach ((Hash256 task, TestMember member, TrainingRun run) in runs)
        {
            scenario.Task = task;
            scenario.Open(member, run);
        }

        scenario.Task = one;
        ulong first = scenario.Finish().Deadline.Value;
        scenario.Task = two;
        ulong second = scenario.Finish().Deadline.Value;
        Assert.Equal(1UL, Math.Max(first, second) - Math.Min(first, second));
    }

    private static List<ScoreRecord> Scores(TrainingScenario scenario, uint round) =>
        [.. ContributionQueries.Scores(scenario.Chain.State, scenario.Task, round).Select(row => row.Record)];

    private static Credits Treasury(TrainingScenario scenario) =>
        Modules.Accounts.Queries.AccountsQueries.HeldBy(scenario.Chain.State, Modules.Accounts.AccountsModule.Treasury);
}
