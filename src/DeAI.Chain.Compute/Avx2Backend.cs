using System.Runtime.Intrinsics.X86;

namespace DeAI.Chain.Compute;

/// <summary>256-bit products of pairs by <c>vpmaddwd</c>.</summary>
public sealed class Avx2Backend : VectorisedBackend
{
    public override string Name => "avx2";

    public override bool IsSupported => Avx2.IsSupported;

    private protected override void MultiplyChecked(
        in PairProduct shape, ReadOnlySpan<int> left, ReadOnlySpan<int> right, Span<int> result) =>
        Vector256Product<MaddPairs>.Multiply(shape, left, right, result);
}
