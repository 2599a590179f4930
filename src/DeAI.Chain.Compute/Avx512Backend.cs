using System.Runtime.Intrinsics.X86;

namespace DeAI.Chain.Compute;

/// <summary>512-bit products of pairs by <c>vpmaddwd</c> (AVX-512BW).</summary>
public sealed class Avx512Backend : VectorisedBackend
{
    public override string Name => "avx-512bw";

    public override bool IsSupported => Avx512BW.IsSupported;

    private protected override void MultiplyChecked(
        in PairProduct shape, ReadOnlySpan<int> left, ReadOnlySpan<int> right, Span<int> result) =>
        Vector512Product.Multiply(shape, left, right, result);
}
