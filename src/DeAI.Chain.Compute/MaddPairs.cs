using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeAI.Chain.Compute;

/// <summary><c>vpmaddwd</c> and <c>vpaddd</c>.</summary>
internal readonly struct MaddPairs : IPairMultiply
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<int> left, Vector256<int> right) =>
        Avx2.Add(sum, Avx2.MultiplyAddAdjacent(left.AsInt16(), right.AsInt16()));
}
