using DeAI.Chain.Primitives;
using Xunit.Abstractions;

namespace DeAI.Chain.Compute.Tests;

public sealed class BackendSelectorTests(ITestOutputHelper output)
{
    [Fact]
    public void Digest_OfReference_IsThePinnedOne() =>
        Assert.Equal(BackendSelfTest.Expected, BackendSelfTest.Digest(new ScalarBackend()));

    [Fact]
    public void Check_EverySupportedBackend_Passes()
    {
        foreach (ITensorBackend backend in BackendSelector.All)
        {
            Result result = BackendSelfTest.Check(backend);
            output.WriteLine($"{backend.Name}: {(result.IsOk ? "passes" : result.Refusal!.ToString())}");
            Assert.Equal(backend.IsSupported ? default : ComputeErrors.Unsupported, result.Refusal?.Code ?? default);
        }
    }

    [Fact]
    public void Choose_FaultyBackendFirst_RefusesItAndSaysWhy()
    {
        BackendChoice choice = BackendSelector.Choose([new FaultyBackend(), new ScalarBackend()]);
        Assert.Equal("scalar", choice.Backend.Name);
        Assert.Equal(ComputeErrors.SelfTestFailed, Assert.Single(choice.PassedOver).Code);
    }

    [Fact]
    public void Choose_OnlyFaultyBackends_Throws() =>
        Assert.Throws<InvalidOperationException>(() => BackendSelector.Choose([new FaultyBackend()]));

    [Fact]
    public void Choose_ThisMachine_TakesTheFirstSupported() =>
        Assert.Equal(BackendSelector.All.First(backend => backend.IsSupported).Name, BackendSelector.Choose().Backend.Name);

    /// <summary>Right but for one rounding: ties go down.</summary>
    private sealed class FaultyBackend : ITensorBackend
    {
        private readonly ScalarBackend _inner = new();

        public string Name => "faulty";

        public bool IsSupported => true;

        public void Multiply(in PairProduct shape, ReadOnlySpan<int> left, ReadOnlySpan<int> right, Span<int> result) =>
            _inner.Multiply(shape, left, right, result);

        public void Widen(ReadOnlySpan<sbyte> values, int rows, int columns, Span<short> plain, Span<int> rowPairs) =>
            _inner.Widen(values, rows, columns, plain, rowPairs);

        public void PackWeights(
            ReadOnlySpan<int> masters, int rows, int columns, int shift, Span<int> rowPairs, Span<int> transposedPairs) =>
            _inner.PackWeights(masters, rows, columns, shift, rowPairs, transposedPairs);

        public void Activate(
            ReadOnlySpan<int> sums, ReadOnlySpan<int> bias, int rows, int columns, int shift, Span<short> plain, Span<int> rowPairs) =>
            _inner.Activate(sums, bias, rows, columns, shift, plain, rowPairs);

        public int MaskGradient(Span<int> gradient, ReadOnlySpan<short> activations) => _inner.MaskGradient(gradient, activations);

        public void QuantizeGradient(
            ReadOnlySpan<int> gradient, int rows, int columns, int shift, Span<short> plain, Span<int> rowPairs)
        {
            int[] shifted = [.. gradient.ToArray().Select(value => value - 1)];
            _inner.QuantizeGradient(shifted, rows, columns, shift, plain, rowPairs);
        }

        public void ColumnSums(ReadOnlySpan<int> rowPairs, int pairs, int columns, Span<int> sums) =>
            _inner.ColumnSums(rowPairs, pairs, columns, sums);

        public void Update(Span<int> masters, Span<int> momentum, ReadOnlySpan<int> gradient, in MomentumStep step) =>
            _inner.Update(masters, momentum, gradient, step);
    }
}
