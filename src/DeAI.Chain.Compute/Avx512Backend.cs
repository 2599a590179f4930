using System.Runtime.Intrinsics.X86;

namespace DeAI.Chain.Compute;

/// <summary>512-bit vectors; products of pairs by <c>vpmaddwd</c> (AVX-512BW).</summary>
public sealed class Avx512Backend : VectorisedBackend
{
    public override string Name => "avx-512bw";

    public override bool IsSupported => Avx512BW.IsSupported;

    public override void Activate(
        ReadOnlySpan<int> sums, ReadOnlySpan<int> bias, int rows, int columns, int shift, Span<short> plain, Span<int> rowPairs)
    {
        // The wide form takes whole vectors and whole pairs only; the trainer's shapes are always such.
        if (IsWide(rows, columns))
        {
            Vector512Kernels.Activate(sums, bias, rows, columns, shift, plain, rowPairs);
            return;
        }

        base.Activate(sums, bias, rows, columns, shift, plain, rowPairs);
    }

    public override int MaskGradient(Span<int> gradient, ReadOnlySpan<short> activations) =>
        Vector512Kernels.MaskGradient(gradient, activations);

    public override void QuantizeGradient(
        ReadOnlySpan<int> gradient, int rows, int columns, int shift, Span<short> plain, Span<int> rowPairs)
    {
        if (IsWide(rows, columns))
        {
            Vector512Kernels.QuantizeGradient(gradient, rows, columns, shift, plain, rowPairs);
            return;
        }

        base.QuantizeGradient(gradient, rows, columns, shift, plain, rowPairs);
    }

    public override void ColumnSums(ReadOnlySpan<int> rowPairs, int pairs, int columns, Span<int> sums) =>
        Vector512Kernels.ColumnSums(rowPairs, pairs, columns, sums);

    public override void Update(Span<int> masters, Span<int> momentum, ReadOnlySpan<int> gradient, in MomentumStep step) =>
        Vector512Kernels.Update(masters, momentum, gradient, step);

    private protected override void MultiplyChecked(
        in PairProduct shape, ReadOnlySpan<int> left, ReadOnlySpan<int> right, Span<int> result) =>
        Vector512Product.Multiply(shape, left, right, result);

    private static bool IsWide(int rows, int columns) => (rows & 1) == 0 && columns % Vector512Kernels.Lanes == 0;
}
