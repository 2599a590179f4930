using System.Numerics;
using System.Runtime.InteropServices;

namespace DeAI.Chain.Compute;

/// <summary>Portable vectors of whatever width the machine has: the fallback where no instruction for pairs exists (Arm, old x86).</summary>
public sealed class VectorBackend : VectorisedBackend
{
    public override string Name => "vector";

    public override bool IsSupported => Vector.IsHardwareAccelerated;

    private protected override void MultiplyChecked(
        in PairProduct shape, ReadOnlySpan<int> left, ReadOnlySpan<int> right, Span<int> result)
    {
        int width = Vector<int>.Count;
        int n = 0;
        for (; n <= shape.Columns - width; n += width)
        {
            int m = 0;
            for (; m <= shape.Rows - 4; m += 4)
            {
                FourRows(shape, m, n, left, right, result);
            }

            for (; m < shape.Rows; m++)
            {
                OneRow(shape, m, n, left, right, result);
            }
        }

        ProductTail.Multiply(shape, n, left, right, result);
    }

    private static void FourRows(in PairProduct shape, int m, int n, ReadOnlySpan<int> left, ReadOnlySpan<int> right, Span<int> result)
    {
        Vector<int> c0 = Vector<int>.Zero;
        Vector<int> c1 = Vector<int>.Zero;
        Vector<int> c2 = Vector<int>.Zero;
        Vector<int> c3 = Vector<int>.Zero;
        int stride = shape.RowStride;
        int at = m * stride;
        ref int cells = ref MemoryMarshal.GetReference(right);
        for (int p = 0; p < shape.Pairs; p++, at += shape.PairStride)
        {
            Vector<int> words = Vector.LoadUnsafe(ref cells, (nuint)((p * shape.Columns) + n));
            Vector<int> low = (words << 16) >> 16;
            Vector<int> high = words >> 16;
            c0 += Pair(left[at], low, high);
            c1 += Pair(left[at + stride], low, high);
            c2 += Pair(left[at + (2 * stride)], low, high);
            c3 += Pair(left[at + (3 * stride)], low, high);
        }

        int to = (m * shape.Columns) + n;
        c0.CopyTo(result[to..]);
        c1.CopyTo(result[(to + shape.Columns)..]);
        c2.CopyTo(result[(to + (2 * shape.Columns))..]);
        c3.CopyTo(result[(to + (3 * shape.Columns))..]);
    }

    private static void OneRow(in PairProduct shape, int m, int n, ReadOnlySpan<int> left, ReadOnlySpan<int> right, Span<int> result)
    {
        Vector<int> sum = Vector<int>.Zero;
        ref int cells = ref MemoryMarshal.GetReference(right);
        for (int p = 0; p < shape.Pairs; p++)
        {
            Vector<int> words = Vector.LoadUnsafe(ref cells, (nuint)((p * shape.Columns) + n));
            sum += Pair(left[(m * shape.RowStride) + (p * shape.PairStride)], (words << 16) >> 16, words >> 16);
        }

        sum.CopyTo(result[((m * shape.Columns) + n)..]);
    }

    private static Vector<int> Pair(int word, Vector<int> low, Vector<int> high) => (low * (short)word) + (high * (word >> 16));
}
