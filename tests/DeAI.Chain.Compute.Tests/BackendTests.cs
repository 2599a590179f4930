using Xunit.Abstractions;

namespace DeAI.Chain.Compute.Tests;

/// <summary>Every backend against the reference, bit for bit. One that this machine lacks is named and skipped.</summary>
public sealed class BackendTests(ITestOutputHelper output)
{
    private static readonly ScalarBackend Reference = new();

    public static TheoryData<string> Names => [.. BackendSelector.All.Select(backend => backend.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Multiply_RandomShapes_EqualsReference(string name)
    {
        if (Find(name) is not { } backend)
        {
            return;
        }

        Random random = new(7);
        for (int i = 0; i < 150; i++)
        {
            int rows = random.Next(1, 40);
            int columns = random.Next(1, 80);
            int pairs = random.Next(1, 40);
            int[] left = Words(random, rows * pairs);
            int[] right = Words(random, pairs * columns);
            foreach (PairProduct shape in new[] { PairProduct.RowMajor(rows, columns, pairs), PairProduct.Transposed(rows, columns, pairs) })
            {
                int[] expected = new int[rows * columns];
                int[] found = new int[rows * columns];
                Array.Fill(found, 12345);
                Reference.Multiply(shape, left, right, expected);
                backend.Multiply(shape, left, right, found);
                Assert.Equal(expected, found);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Multiply_Extremes_DoNotSaturate(string name)
    {
        if (Find(name) is not { } backend)
        {
            return;
        }

        int[] left = new int[8 * 128];
        int[] right = new int[128 * 32];
        Array.Fill(left, Layout.Word(-128, -128));
        Array.Fill(right, Layout.Word(-128, -128));
        int[] result = new int[8 * 32];
        backend.Multiply(PairProduct.RowMajor(8, 32, 128), left, right, result);
        Assert.All(result, value => Assert.Equal(256 * 128 * 128, value));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Elements_RandomShapes_EqualReference(string name)
    {
        if (Find(name) is not { } backend)
        {
            return;
        }

        Random random = new(11);
        for (int i = 0; i < 120; i++)
        {
            int rows = random.Next(1, 20);
            int columns = random.Next(1, 70);
            int shift = random.Next(1, 14);
            sbyte[] bytes = [.. Enumerable.Range(0, rows * columns).Select(_ => (sbyte)random.Next(-128, 128))];
            int[] sums = [.. Enumerable.Range(0, rows * columns).Select(_ => random.Next(-(1 << 21), 1 << 21))];
            int[] bias = [.. Enumerable.Range(0, columns).Select(_ => random.Next(-(1 << 15), 1 << 15))];
            Assert.Equal(Run(Reference, bytes, sums, bias, rows, columns, shift), Run(backend, bytes, sums, bias, rows, columns, shift));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void PackWeights_RandomShapes_EqualsReference(string name)
    {
        if (Find(name) is not { } backend)
        {
            return;
        }

        Random random = new(13);
        for (int i = 0; i < 60; i++)
        {
            int rows = 2 * random.Next(1, 40);
            int columns = 2 * random.Next(1, 40);
            int[] masters = [.. Enumerable.Range(0, rows * columns).Select(_ => random.Next(-127 << 14, (127 << 14) + 1))];
            int[][] expected = [new int[masters.Length / 2], new int[masters.Length / 2]];
            int[][] found = [new int[masters.Length / 2], new int[masters.Length / 2]];
            Reference.PackWeights(masters, rows, columns, 14, expected[0], expected[1]);
            backend.PackWeights(masters, rows, columns, 14, found[0], found[1]);
            Assert.Equal(expected[0], found[0]);
            Assert.Equal(expected[1], found[1]);
            backend.PackWeights(masters, rows, columns, 14, found[0], []);
            Assert.Equal(expected[0], found[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Update_EveryShift_EqualsReferenceAndKeepsBounds(string name)
    {
        if (Find(name) is not { } backend)
        {
            return;
        }

        Random random = new(17);
        for (int shift = MomentumStep.MinGradientShift; shift <= MomentumStep.MaxGradientShift; shift++)
        {
            int count = random.Next(1, 100);
            int[][] expected = [new int[count], new int[count]];
            int[][] found = [new int[count], new int[count]];
            for (int step = 0; step < 60; step++)
            {
                // Mostly of one sign, so that momentum runs into its bound.
                int[] gradient = [.. Enumerable.Range(0, count).Select(_ => random.Next(-1 << 12, 1 << 24))];
                MomentumStep constants = new(shift, random.Next(0, 128), random.Next(1, 25), 127 << 14);
                Reference.Update(expected[0], expected[1], gradient, constants);
                backend.Update(found[0], found[1], gradient, constants);
            }

            Assert.Equal(expected[0], found[0]);
            Assert.Equal(expected[1], found[1]);
            Assert.All(found[1], value => Assert.InRange(value, -(1 << 23) - 8, (1 << 23) + 8));
            Assert.All(found[0], value => Assert.InRange(value, -127 << 14, 127 << 14));
        }
    }

    [Fact]
    public void Update_OutsideProvenBounds_Throws()
    {
        Assert.Throws<ArgumentException>(() => Reference.Update(new int[1], new int[1], new int[1], new MomentumStep(21, 1, 8, 1)));
        Assert.Throws<ArgumentException>(() => Reference.Update(new int[1], new int[1], new int[1], new MomentumStep(0, 128, 8, 1)));
        Assert.Throws<ArgumentException>(() => Reference.Update(new int[1], new int[2], new int[1], new MomentumStep(0, 1, 8, 1)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Multiply_OperandTooShort_Throws(string name)
    {
        ITensorBackend backend = BackendSelector.All.Single(candidate => candidate.Name == name);
        Assert.Throws<ArgumentException>(() => backend.Multiply(PairProduct.RowMajor(8, 32, 4), new int[31], new int[128], new int[256]));
        Assert.Throws<ArgumentException>(() => backend.Multiply(PairProduct.RowMajor(8, 32, 4), new int[32], new int[127], new int[256]));
        Assert.Throws<ArgumentException>(() => backend.Multiply(PairProduct.Transposed(8, 32, 4), new int[32], new int[128], new int[255]));
    }

    private static int[] Run(ITensorBackend backend, sbyte[] bytes, int[] sums, int[] bias, int rows, int columns, int shift)
    {
        List<int> all = [];
        short[] plain = new short[rows * columns];
        int[] rowPairs = new int[(rows + 1) / 2 * columns];
        int[] gradient = [.. sums];
        backend.Widen(bytes, rows, columns, plain, rowPairs);
        Collect(all, plain, rowPairs);
        backend.Activate(sums, bias, rows, columns, shift, plain, rowPairs);
        Collect(all, plain, rowPairs);
        all.Add(backend.MaskGradient(gradient, plain));
        all.AddRange(gradient);
        backend.QuantizeGradient(gradient, rows, columns, shift - 1, plain, rowPairs);
        Collect(all, plain, rowPairs);
        int[] columnSums = new int[columns];
        backend.ColumnSums(rowPairs, (rows + 1) / 2, columns, columnSums);
        all.AddRange(columnSums);
        return [.. all];
    }

    private static void Collect(List<int> all, short[] plain, int[] rowPairs)
    {
        all.AddRange(plain.Select(value => (int)value));
        all.AddRange(rowPairs);
    }

    private static int[] Words(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Layout.Word(random.Next(-128, 128), random.Next(-128, 128)))];

    private ITensorBackend? Find(string name)
    {
        ITensorBackend backend = BackendSelector.All.Single(candidate => candidate.Name == name);
        if (backend.IsSupported)
        {
            return backend;
        }

        output.WriteLine($"Skipped: this machine lacks the instructions of {name}.");
        return null;
    }
}
