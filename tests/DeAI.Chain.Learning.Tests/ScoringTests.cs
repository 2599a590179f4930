using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning.Tests;

public sealed class ScoringTests
{
    private static readonly ModelSpecification Small = ModelSpecification.Create([4, 16, 2], [new LearningRateStep(0, 1, 8)]);

    [Theory]
    [InlineData(1, 1, 0, 1, 1)] // 1/2 rounds up
    [InlineData(-1, 1, 0, 1, 0)] // -1/2 rounds up to 0
    [InlineData(-3, 1, 0, 1, -1)] // -3/2 rounds up to -1
    [InlineData(10, 3, -2, 1, 7)] // 28/4
    [InlineData(10, 1, -2, 2, 2)] // 6/3
    public void Combine_TwoMembers_RoundsToNearestTiesUp(int first, int firstWeight, int second, int secondWeight, int expected)
    {
        ModelWeights start = InitialWeights.From(Small, TestTask.Seed(1));
        Result<ModelWeights> combined = Aggregation.Combine(
            Small, start, [new(Constant(start, first), firstWeight), new(Constant(start, second), secondWeight)]);
        Assert.True(combined.IsOk);
        for (int i = 0; i < start.Values.Count; i++)
        {
            Assert.Equal(start.Values[i] + expected, combined.Value.Values[i]);
        }
    }

    [Fact]
    public void Combine_BadInput_Refuses()
    {
        ModelWeights start = InitialWeights.From(Small, TestTask.Seed(1));
        Assert.Equal(TrainingErrors.BadAggregation, Aggregation.Combine(Small, start, []).Refusal!.Code);
        Assert.Equal(TrainingErrors.BadAggregation, Aggregation.Combine(Small, start, [new(Constant(start, 1), 0)]).Refusal!.Code);
        Assert.Equal(TrainingErrors.BadAggregation, Aggregation.Combine(Small, start, [new(new ModelUpdate([1]), 1)]).Refusal!.Code);
        Assert.Equal(
            TrainingErrors.BadAggregation,
            Aggregation.Combine(Small, start, [new(Constant(start, 1), Aggregation.MaxWeight + 1)]).Refusal!.Code);
        ModelWeights broken = new([.. Enumerable.Repeat(int.MaxValue, start.Values.Count)]);
        Assert.Equal(TrainingErrors.BadModel, Aggregation.Combine(Small, broken, [new(Constant(start, 1), 1)]).Refusal!.Code);
        Assert.Equal(TrainingErrors.BadModel, Aggregation.Combine(Small, start, [new(Constant(start, int.MinValue), 9)]).Refusal!.Code);
    }

    [Fact]
    public void FromUtilities_GloveGame_HasTheKnownValues()
    {
        // Two hold a left glove, one a right; a pair is worth 6: 1/6, 1/6 and 2/3 of it (Shapley 1953).
        long[] utilities = [0, 0, 0, 0, 0, 6, 6, 6];
        ShapleyValues values = Shapley.FromUtilities(utilities);
        Assert.Equal(6, values.Denominator);
        Assert.Equal([6L, 6L, 24L], values.Numerators.ToArray());
    }

    [Fact]
    public void FromUtilities_RandomGames_AreEfficientSymmetricAndGiveDummiesNothing()
    {
        Random random = new(5);
        for (int members = 1; members <= Shapley.MaxMembers; members++)
        {
            long[] utilities = new long[1 << members];
            for (int subset = 1; subset < utilities.Length; subset++)
            {
                // Member 0 adds nothing.
                utilities[subset] = (subset & 1) != 0 ? utilities[subset - 1] : random.NextInt64(-1L << 40, 1L << 40);
            }

            ShapleyValues values = Shapley.FromUtilities(utilities);
            Assert.Equal(values.Total * values.Denominator, values.Numerators.Sum());
            Assert.Equal(utilities[^1], values.Total);
            Assert.Equal(0, values.Numerators[0]);
        }
    }

    [Fact]
    public void Exact_OverMembersOfUnequalWorth_OrdersThem()
    {
        DataBlock[] holdout = [.. Enumerable.Range(700, 3).Select(TestTask.Block)];
        Evaluator evaluator = new(TestTask.Specification, TestTask.Backend, holdout);
        TrainingRun much = new TestTask(member: 1, blocks: 8, steps: 120, every: 40).Run;
        TrainingRun little = new TestTask(member: 2, blocks: 2, steps: 10, every: 5).Run;
        ModelUpdate harm = new([.. much.Update.Deltas.Select(delta => -delta)]);
        Result<ShapleyValues> result = Shapley.Exact(
            TestTask.Specification, evaluator, TestTask.Start, [new(much.Update, 1), new(little.Update, 1), new(harm, 1)]);
        Assert.True(result.IsOk, result.Refusal?.ToString());
        ShapleyValues values = result.Value;
        Assert.Equal(values.Total * values.Denominator, values.Numerators.Sum());
        Assert.True(values.Numerators[0] > values.Numerators[1]);
        Assert.True(values.Numerators[1] > values.Numerators[2]);
        Assert.True(values.Numerators[2] < 0);
        Sequence<int> shares = Shares.FromValues(values.Numerators.Span);
        Assert.Equal(Shares.Parts, shares.Sum());
        Assert.Equal(0, shares[2]);
    }

    [Fact]
    public void Exact_TooManyMembers_Refuses()
    {
        WeightedUpdate[] seven = [.. Enumerable.Range(0, 7).Select(_ => new WeightedUpdate(new ModelUpdate([]), 1))];
        Evaluator evaluator = new(TestTask.Specification, TestTask.Backend, []);
        Assert.Equal(
            TrainingErrors.BadAggregation, Shapley.Exact(TestTask.Specification, evaluator, TestTask.Start, seven).Refusal!.Code);
    }

    [Theory]
    [InlineData(new long[] { 1, 1, 1 }, new[] { 333_334, 333_333, 333_333 })]
    [InlineData(new long[] { 0, -5, 7 }, new[] { 0, 0, 1_000_000 })]
    [InlineData(new long[] { 2, 1 }, new[] { 666_667, 333_333 })]
    [InlineData(new long[] { -1, 0 }, new[] { 0, 0 })]
    [InlineData(new long[] { long.MaxValue, long.MaxValue }, new[] { 500_000, 500_000 })]
    [InlineData(new long[0], new int[0])]
    public void FromValues_Cases_AreTheLargestRemainders(long[] values, int[] expected) =>
        Assert.Equal(expected, Shares.FromValues(values).ToArray());

    [Fact]
    public void FromValues_RandomValues_SumExactlyAndKeepOrder()
    {
        Random random = new(9);
        for (int i = 0; i < 300; i++)
        {
            long[] values = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => random.NextInt64(-1000, 1L << 50))];
            Sequence<int> shares = Shares.FromValues(values);
            Assert.Equal(values.Any(value => value > 0) ? Shares.Parts : 0, shares.Sum());
            for (int j = 1; j < values.Length; j++)
            {
                Assert.True(values[j] <= values[j - 1] || shares[j] >= shares[j - 1]);
            }
        }
    }

    [Fact]
    public void Predict_OneRowOrMany_GivesTheSameAnswers()
    {
        ModelWeights weights = new TestTask(member: 1, blocks: 4, steps: 60, every: 60).Run.Final.ToWeights();
        Predictor predictor = Predictor.Create(TestTask.Specification, TestTask.Backend, weights).Value;
        DataBlock block = TestTask.Block(800);
        ResidualQuantiles residuals = new(-10 * 32, 25 * 32);
        IReadOnlyList<Prediction> all = predictor.Predict(block.Features, residuals);
        Assert.Equal(256, all.Count);
        for (int row = 0; row < 256; row += 37)
        {
            Prediction one = Assert.Single(predictor.Predict(block.Features.Slice(row * TestTask.Features, TestTask.Features), residuals));
            Assert.Equal(all[row], one);
            Assert.InRange(one.LateProbability, 0, 65536);
            Assert.Equal(35 * 32, one.UpperMinutes - one.LowerMinutes);
            Assert.Equal(one.Score > 0, one.LateProbability > 32768);
        }
    }

    [Fact]
    public void Create_WeightsOutOfBounds_Refuses()
    {
        int[] values = [.. TestTask.Start.Values];
        values[0] = (127 << 14) + 1;
        Result<Predictor> result = Predictor.Create(TestTask.Specification, TestTask.Backend, new ModelWeights(Sequence.Create<int>(values)));
        Assert.Equal(TrainingErrors.BadModel, result.Refusal!.Code);
    }

    private static ModelUpdate Constant(ModelWeights start, int value) => new([.. Enumerable.Repeat(value, start.Values.Count)]);
}
