using System.Runtime.Intrinsics.X86;

namespace DeAI.Chain.Compute;

/// <summary>256-bit products of pairs by <c>vpdpwssd</c>, the non-saturating form.</summary>
public sealed class AvxVnniBackend : VectorisedBackend
{
    public override string Name => "avx-vnni";

    public override bool IsSupported => AvxVnni.IsSupported;

    private protected override void MultiplyChecked(
        in PairProduct shape, ReadOnlySpan<int> left, ReadOnlySpan<int> right, Span<int> result) =>
        Vector256Product<VnniPairs>.Multiply(shape, left, right, result);
}
