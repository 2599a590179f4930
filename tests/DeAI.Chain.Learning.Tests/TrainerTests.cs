using DeAI.Chain.Compute;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning.Tests;

public sealed class TrainerTests
{
    [Fact]
    public void Check_EverySupportedBackend_TrainsToThePinnedDigest()
    {
        foreach (ITensorBackend backend in BackendSelector.All.Where(backend => backend.IsSupported))
        {
            Result result = KnownAnswers.Check(backend);
            Assert.True(result.IsOk, result.Refusal?.ToString());
        }
    }

    [Theory]
    [InlineData(4, 16, 0)]
    [InlineData(20, 48, 16)]
    [InlineData(60, 128, 64)]
    public void Run_AnyShapeOnEveryBackend_GivesTheSameBytes(int features, int first, int second)
    {
        int[] widths = second == 0 ? [features, first, 2] : [features, first, second, 2];
        ModelSpecification model = ModelSpecification.Create(widths, [new LearningRateStep(0, 90, 8)]);
        DataBlock[] blocks = [RandomBlock(features, 1), RandomBlock(features, 2)];
        TrainingPlan plan = new(TestTask.Seed(4), 0, 6, 2);
        ModelWeights start = InitialWeights.From(model, TestTask.Seed(8));
        TrainingRun expected = Trainer.Run(model, new ScalarBackend(), start, plan, blocks);
        foreach (ITensorBackend backend in BackendSelector.All.Where(backend => backend.IsSupported))
        {
            Assert.Equal(expected, Trainer.Run(model, backend, start, plan, blocks));
        }
    }

    [Fact]
    public void Run_SeparableTask_Learns()
    {
        DataBlock[] blocks = [.. Enumerable.Range(0, 12).Select(TestTask.Block)];
        TrainingPlan plan = new(TestTask.Seed(6), 0, 400, 100);
        TrainingRun run = Trainer.Run(TestTask.Specification, TestTask.Backend, TestTask.Start, plan, blocks);
        DataBlock[] unseen = [.. Enumerable.Range(500, 4).Select(TestTask.Block)];
        Evaluator evaluator = new(TestTask.Specification, TestTask.Backend, unseen);
        Assert.True(evaluator.LossSum(run.Final.ToWeights()) < evaluator.LossSum(TestTask.Start) / 3);
        Assert.InRange(Auc(run.Final.ToWeights(), unseen), 0.97, 1.0);
        Assert.InRange(Auc(TestTask.Start, unseen), 0.0, 0.9);
        Assert.Equal(run.Update, ModelUpdate.Between(TestTask.Start, run.Final.ToWeights()));
    }

    [Fact]
    public void Step_FirstGradient_AgreesWithFloatingPoint()
    {
        DataBlock block = TestTask.Block(3);
        Network network = new(TestTask.Specification, TestTask.Backend);
        network.Load(TestTask.Start.ToState());
        long loss = network.Step(network.Load(block), 0);

        // After one step from rest the momentum is the mean gradient, Q20.
        ReadOnlySpan<int> found = network.Save().Momentum.Span;
        FloatNetwork expected = new(TestTask.Specification, TestTask.Start);
        double expectedLoss = expected.Gradient(block);
        Assert.InRange(loss / 65536.0 / expectedLoss, 0.98, 1.02);
        double dot = 0;
        double left = 0;
        double right = 0;
        for (int i = 0; i < found.Length; i++)
        {
            double value = found[i] / (double)(1 << 20);
            dot += value * expected.Gradients[i];
            left += value * value;
            right += expected.Gradients[i] * expected.Gradients[i];
        }

        Assert.InRange(dot / Math.Sqrt(left * right), 0.99, 1.0);
        Assert.InRange(Math.Sqrt(left / right), 0.95, 1.05);
    }

    [Fact]
    public void Run_SmallLearningRates_AreChosenByTheTaskStep()
    {
        ModelSpecification model = TestTask.Specification with { LearningRates = [new(0, 64, 8), new(10, 1, 8)] };
        DataBlock[] blocks = [TestTask.Block(1)];
        ModelWeights start = TestTask.Start;
        TrainingRun early = Trainer.Run(model, TestTask.Backend, start, new TrainingPlan(TestTask.Seed(1), 0, 3, 3), blocks);
        TrainingRun late = Trainer.Run(model, TestTask.Backend, start, new TrainingPlan(TestTask.Seed(1), 10, 3, 3), blocks);
        Assert.True(Norm(late.Update) * 20 < Norm(early.Update));
    }

    [Fact]
    public void Run_InvalidArguments_Throw()
    {
        TrainingPlan plan = new(TestTask.Seed(1), 0, 3, 3);
        Assert.Throws<ArgumentException>(() => Trainer.Run(
            TestTask.Specification with { HuberDelta = 0 }, TestTask.Backend, TestTask.Start, plan, [TestTask.Block(1)]));
        Assert.Throws<ArgumentException>(() => Trainer.Run(
            TestTask.Specification, TestTask.Backend, new ModelWeights([1]), plan, [TestTask.Block(1)]));
        Assert.Throws<ArgumentException>(() => Trainer.Run(
            TestTask.Specification, TestTask.Backend, TestTask.Start, plan, [RandomBlock(8, 1)]));
    }

    private static double Norm(ModelUpdate update) => Math.Sqrt(update.Deltas.Sum(delta => (double)delta * delta));

    private static double Auc(ModelWeights weights, DataBlock[] blocks)
    {
        Predictor predictor = Predictor.Create(TestTask.Specification, TestTask.Backend, weights).Value;
        List<int> scores = [];
        List<bool> labels = [];
        foreach (DataBlock block in blocks)
        {
            scores.AddRange(predictor.Predict(block.Features, default).Select(prediction => prediction.Score));
            labels.AddRange(Enumerable.Range(0, 256).Select(row => block.Delay(row) > 15));
        }

        return TestTask.Auc(scores, labels);
    }

    private static DataBlock RandomBlock(int features, int seed)
    {
        Random random = new(seed);
        sbyte[] values = [.. Enumerable.Range(0, 256 * features).Select(_ => (sbyte)random.Next(-128, 128))];
        return DataBlock.Create(values, [.. Enumerable.Range(0, 256).Select(_ => random.Next(-500, 500))]);
    }
}
