using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeAI.Chain.Compute;

/// <summary><c>vpdpwssd</c>: both in one.</summary>
internal readonly struct VnniPairs : IPairMultiply
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<int> left, Vector256<int> right) =>
        AvxVnni.MultiplyWideningAndAdd(sum, left.AsInt16(), right.AsInt16());
}
