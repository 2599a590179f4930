using System.Collections.Immutable;
using System.Diagnostics;
using DeAI.Chain.Agent.Data;
using DeAI.Chain.Agent.Evaluation;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Learning;
using DeAI.Chain.Learning.Data;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Primitives;
using Xunit.Abstractions;

namespace DeAI.Chain.Agent.Tests;

public sealed class EvaluationTests(ITestOutputHelper output)
{
    /// <summary>The demo's task with the real trainer and the real mean, without the chain around it: what the network will reach.</summary>
    [Fact]
    public async Task DemoTask_FiveHubs_TogetherBetterThanAlone()
    {
        IReadOnlyList<EncodedFlights> may = (await ModelEvaluation.ReadAsync(Flights.TestFiles, CancellationToken.None)).Value;
        ImmutableArray<MemberData> members =
            [.. Flights.Hubs.Select(static hub => MemberData.Create(
                Flights.Training(hub), MemberSecret.Of(TestAccount.KeyOf(hub)), new DataLayout((int)DemoTask.Rounds, 4, 1024)).Value)];

        EvaluationReport joint = Evaluate(Federate(members), may);
        List<EvaluationReport> alone = [];
        for (int i = 0; i < members.Length; i++)
        {
            ModelWeights local = LocalTraining.Run(DemoTask.Terms, members[i].Training.Blocks, Seed("local", i), TestRound.Backend);
            alone.Add(Evaluate(local, may));
            output.WriteLine($"{Flights.Hubs[i]} alone: AUC {alone[i].Auc:F4}, MAE {alone[i].MeanAbsoluteError:F2}");
        }

        output.WriteLine($"together: AUC {joint.Auc:F4}, MAE {joint.MeanAbsoluteError:F2}; alone on average {alone.Average(static r => r.Auc):F4}, "
            + $"{alone.Average(static r => r.MeanAbsoluteError):F2}, best {alone.Max(static r => r.Auc):F4}");
        Assert.Equal(45_530, joint.Rows);
        Assert.InRange(joint.Auc, 0.728, 0.742);
        Assert.InRange(joint.MeanAbsoluteError, 14.7, 15.4);
        Assert.InRange(alone.Average(static report => report.Auc), 0.710, 0.727);
        Assert.True(joint.Auc > alone.Max(static report => report.Auc), "the joint model is not better than the best local one");
        Assert.True(joint.MeanAbsoluteError < alone.Average(static report => report.MeanAbsoluteError));
    }

    [Fact]
    public async Task Read_AndEvaluate45ThousandRows_TakesSeconds()
    {
        long began = Stopwatch.GetTimestamp();
        IReadOnlyList<EncodedFlights> may = (await ModelEvaluation.ReadAsync(Flights.TestFiles, CancellationToken.None)).Value;
        EvaluationReport report = Evaluate(InitialWeights.From(DemoTask.Model, DemoTask.WeightsSeed), may);
        TimeSpan took = Stopwatch.GetElapsedTime(began);

        output.WriteLine($"{report.Rows} rows in {took.TotalMilliseconds:F0} ms");
        Assert.InRange(report.Auc, 0.3, 0.7);
        Assert.True(took < TimeSpan.FromSeconds(20), $"{took}");
    }

    [Fact]
    public void Auc_TiesAndExtremes_AreAsByHand()
    {
        Assert.Equal(1.0, RankStatistic.Auc([1, 2, 3, 4], [0, 0, 1, 1]));
        Assert.Equal(0.0, RankStatistic.Auc([4, 3, 2, 1], [0, 0, 1, 1]));
        Assert.Equal(0.5, RankStatistic.Auc([7, 7, 7, 7], [0, 1, 0, 1]));
        Assert.Equal(0.875, RankStatistic.Auc([1, 2, 2, 3], [0, 0, 1, 1]));
        Assert.Equal(double.NaN, RankStatistic.Auc([1, 2], [1, 1]));
    }

    [Fact]
    public async Task Run_PublishedVersion_IsFetchedAndEvaluated()
    {
        using TestRound test = new("ord", "dfw");
        test.Propose(TestRound.Terms());
        await test.StartAsync("ord");
        await test.StartAsync("dfw");
        await test.RunToEndAsync();

        Result<EvaluationReport> report = await ModelEvaluation.RunAsync(
            test.Access["ord"], test.TaskRecord.Latest, [Flights.TestFile("phx")], TestRound.Backend, CancellationToken.None);
        Result<EvaluationReport> unknown = await ModelEvaluation.RunAsync(
            test.Access["ord"], DemoTask.WeightsSeed, [Flights.TestFile("phx")], TestRound.Backend, CancellationToken.None);

        Assert.Equal(6_104, report.Value.Rows);
        Assert.InRange(report.Value.Auc, 0.5, 0.75);
        Assert.Equal(AgentErrors.UnknownVersion, unknown.Refusal?.Code);
    }

    private static ModelWeights Federate(ImmutableArray<MemberData> members)
    {
        ModelWeights weights = InitialWeights.From(DemoTask.Model, DemoTask.WeightsSeed);
        for (uint round = 0; round < DemoTask.Rounds; round++)
        {
            List<WeightedUpdate> updates = [];
            for (int i = 0; i < members.Length; i++)
            {
                TrainingPlan plan = new(
                    Seed($"round{round}", i), round * DemoTask.StepsPerRound, DemoTask.StepsPerRound, DemoTask.Training.CheckpointEvery);
                TrainingRun run = Trainer.Run(DemoTask.Model, TestRound.Backend, weights, plan, members[i].Training.Blocks.AsSpan());
                updates.Add(new WeightedUpdate(run.Update, DemoTask.StepsPerRound * ModelSpecification.BatchRows));
            }

            weights = Aggregation.Combine(DemoTask.Model, weights, updates.ToArray()).Value;
        }

        return weights;
    }

    private static EvaluationReport Evaluate(ModelWeights weights, IReadOnlyList<EncodedFlights> rows) =>
        ModelEvaluation.Evaluate(DemoTask.Model, weights, rows, TestRound.Backend).Value;

    private static Hash256 Seed(string name, int member) => Sha256.Hash(System.Text.Encoding.UTF8.GetBytes($"{name}/{member}"));
}
