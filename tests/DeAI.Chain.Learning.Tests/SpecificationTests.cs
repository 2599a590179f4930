using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning.Tests;

public sealed class SpecificationTests
{
    [Theory]
    [InlineData(48, 64, 32, 2)]
    [InlineData(64, 128, 64, 2)]
    [InlineData(256, 256, 256, 2)]
    [InlineData(4, 16, 2)]
    public void Validate_UsefulShapes_Accepts(params int[] widths) => Assert.True(Shape(widths).Validate().IsOk);

    [Theory]
    [InlineData(48, 64, 32, 3)]
    [InlineData(48, 2)]
    [InlineData(47, 64, 2)]
    [InlineData(48, 60, 2)]
    [InlineData(48, 272, 2)]
    [InlineData(260, 64, 2)]
    [InlineData(0, 64, 2)]
    [InlineData(48, 16, 16, 16, 16, 2)]
    [InlineData(256, 256, 256, 256, 2)] // the first layer's biases could overflow
    public void Validate_ShapesWithoutProof_Refuses(params int[] widths) =>
        Assert.Equal(TrainingErrors.BadSpecification, Shape(widths).Validate().Refusal!.Code);

    [Fact]
    public void Validate_ConstantsOutOfRange_Refuses()
    {
        ModelSpecification good = Shape([16, 32, 2]);
        ModelSpecification[] bad =
        [
            good with { KernelVersion = 2 },
            good with { Tables = default },
            good with { HuberDelta = 0 },
            good with { HuberDelta = 1025 },
            good with { DelayWeightShift = 6 },
            good with { DelayLimitMinutes = 481 },
            good with { LateMinutes = int.MinValue },
            good with { LearningRates = default },
            good with { LearningRates = [new(1, 1, 8)] },
            good with { LearningRates = [new(0, 128, 8)] },
            good with { LearningRates = [new(0, 1, 25)] },
            good with { LearningRates = [new(0, 1, 8), new(0, 2, 8)] },
            good with { Widths = default },
        ];
        Assert.All(bad, specification => Assert.Equal(TrainingErrors.BadSpecification, specification.Validate().Refusal!.Code));
    }

    [Fact]
    public void RateAt_Steps_FollowsTheTable()
    {
        ModelSpecification model = Shape([16, 32, 2]) with { LearningRates = [new(0, 3, 8), new(10, 2, 8), new(20, 1, 8)] };
        Assert.Equal([3, 3, 2, 2, 1, 1], new ulong[] { 0, 9, 10, 19, 20, ulong.MaxValue }.Select(step => model.RateAt(step).Numerator));
    }

    [Fact]
    public void Sigmoid_EveryInput_IsNearTheFunctionMonotoneAndSymmetric()
    {
        int before = 0;
        for (int z = -9000; z <= 9000; z++)
        {
            int value = FrozenTables.Sigmoid(z);
            double exact = 32768 / (1 + Math.Exp(-Math.Clamp(z, -8192, 8192) / 1024.0));
            Assert.InRange(value - exact, -1.6, 1.6);
            Assert.True(value >= before);
            Assert.Equal(32768, value + FrozenTables.Sigmoid(-z));
            before = value;
        }
    }

    [Fact]
    public void Softplus_EveryInput_IsNearTheFunction()
    {
        for (int z = -8192; z <= 8192; z++)
        {
            Assert.InRange(FrozenTables.Softplus(z) - (65536 * Math.Log(1 + Math.Exp(z / 1024.0))), -3.5, 3.5);
        }
    }

    [Fact]
    public void InitialWeights_OfASeed_AreBoundedSpreadAndDifferBySeed()
    {
        ModelSpecification model = Shape([48, 64, 32, 2]);
        ModelWeights weights = InitialWeights.From(model, TestTask.Seed(1));
        Assert.True(weights.Validate(model).IsOk);
        Assert.NotEqual(weights, InitialWeights.From(model, TestTask.Seed(2)));
        double[] first = [.. weights.Values.Take(48 * 64).Select(value => value / (double)(1 << 20))];
        Assert.InRange(first.Max(), 0.33, Math.Sqrt(6 / 48.0));
        Assert.InRange(first.Average(), -0.02, 0.02);
        Assert.InRange(Math.Sqrt(first.Average(value => value * value)), 0.19, 0.215);
    }

    [Fact]
    public void BatchOrder_OfASeed_IsPassesOfPermutations()
    {
        Sequence<int> order = BatchOrder.From(TestTask.Seed(1), 10, 35);
        for (int pass = 0; pass < 3; pass++)
        {
            Assert.Equal(Enumerable.Range(0, 10), order.Skip(pass * 10).Take(10).Order());
        }

        Assert.Equal(5, order.Skip(30).Distinct().Count());
        Assert.NotEqual(order, BatchOrder.From(TestTask.Seed(2), 10, 35));
        Assert.NotEqual(order.Take(10), order.Skip(10).Take(10));
        Assert.Equal(order.Take(20), BatchOrder.From(TestTask.Seed(1), 10, 20));
    }

    [Fact]
    public void BatchOrder_ManySeeds_PutEveryBlockFirstAboutEquallyOften()
    {
        int[] counts = new int[7];
        for (ulong seed = 1; seed <= 3500; seed++)
        {
            counts[BatchOrder.From(TestTask.Seed(seed), 7, 1)[0]]++;
        }

        // 500 expected, standard deviation 21.
        Assert.All(counts, count => Assert.InRange(count, 400, 600));
    }

    private static ModelSpecification Shape(int[] widths) => ModelSpecification.Create(widths, [new LearningRateStep(0, 1, 8)]);
}
