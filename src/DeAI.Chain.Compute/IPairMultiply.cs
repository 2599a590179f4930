using System.Runtime.Intrinsics;

namespace DeAI.Chain.Compute;

/// <summary>The one instruction in which the 256-bit backends differ.</summary>
internal interface IPairMultiply
{
    /// <summary>sum + left.low * right.low + left.high * right.high per word, without saturation.</summary>
    static abstract Vector256<int> Add(Vector256<int> sum, Vector256<int> left, Vector256<int> right);
}
