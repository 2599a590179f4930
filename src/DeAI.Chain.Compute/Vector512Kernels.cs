using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeAI.Chain.Compute;

/// <summary>The element-wise kernels that a step spends its time in, two rows at once so that both layouts come from one pass.</summary>
internal static unsafe class Vector512Kernels
{
    public const int Lanes = 16;

    /// <summary>Even rows and whole vectors only.</summary>
    public static void Activate(
        ReadOnlySpan<int> sums, ReadOnlySpan<int> bias, int rows, int columns, int shift, Span<short> plain, Span<int> rowPairs)
    {
        Layout.Check(sums.Length, rows, columns, plain.Length, rowPairs.Length);
        Layout.CheckSame(bias.Length, columns);
        Vector512<int> half = Vector512.Create(1 << (shift - 1));
        Vector512<int> most = Vector512.Create(127);
        byte count = (byte)shift;
        fixed (int* source = sums, offset = bias, pairs = rowPairs)
        fixed (short* target = plain)
        {
            for (int r = 0; r < rows; r += 2)
            {
                for (int n = 0; n < columns; n += Lanes)
                {
                    nint at = ((nint)r * columns) + n;
                    Vector512<int> add = Avx512F.Add(Vector512.Load(offset + n), half);
                    Vector512<int> even = Shift(Avx512F.Add(Vector512.Load(source + at), add), count);
                    Vector512<int> odd = Shift(Avx512F.Add(Vector512.Load(source + at + columns), add), count);
                    even = Avx512F.Min(Avx512F.Max(even, Vector512<int>.Zero), most);
                    odd = Avx512F.Min(Avx512F.Max(odd, Vector512<int>.Zero), most);
                    Store(even, odd, target + at, columns, pairs + ((nint)(r / 2) * columns) + n);
                }
            }
        }
    }

    /// <summary>Even rows and whole vectors only.</summary>
    public static void QuantizeGradient(
        ReadOnlySpan<int> gradient, int rows, int columns, int shift, Span<short> plain, Span<int> rowPairs)
    {
        Layout.Check(gradient.Length, rows, columns, plain.Length, rowPairs.Length);
        Vector512<int> half = Vector512.Create((1 << shift) >> 1);
        Vector512<int> least = Vector512.Create(-127);
        Vector512<int> most = Vector512.Create(127);
        byte count = (byte)shift;
        fixed (int* source = gradient, pairs = rowPairs)
        fixed (short* target = plain)
        {
            for (int r = 0; r < rows; r += 2)
            {
                for (int n = 0; n < columns; n += Lanes)
                {
                    nint at = ((nint)r * columns) + n;
                    Vector512<int> even = Shift(Avx512F.Add(Vector512.Load(source + at), half), count);
                    Vector512<int> odd = Shift(Avx512F.Add(Vector512.Load(source + at + columns), half), count);
                    even = Avx512F.Min(Avx512F.Max(even, least), most);
                    odd = Avx512F.Min(Avx512F.Max(odd, least), most);
                    Store(even, odd, target + at, columns, pairs + ((nint)(r / 2) * columns) + n);
                }
            }
        }
    }

    public static int MaskGradient(Span<int> gradient, ReadOnlySpan<short> activations)
    {
        Layout.CheckSame(gradient.Length, activations.Length);
        Vector512<int> magnitudes = Vector512<int>.Zero;
        int vectorised = gradient.Length - (gradient.Length % Lanes);
        fixed (int* cells = gradient)
        fixed (short* gates = activations)
        {
            for (int i = 0; i < vectorised; i += Lanes)
            {
                Vector512<int> gate = Avx512F.ConvertToVector512Int32(Vector256.Load(gates + i));
                Vector512<int> open = Avx512F.CompareGreaterThan(gate, Vector512<int>.Zero);
                Vector512<int> kept = Avx512F.And(Vector512.Load(cells + i), open);
                kept.Store(cells + i);
                magnitudes = Avx512F.Or(magnitudes, Avx512F.Abs(kept).AsInt32());
            }
        }

        int result = ScalarBackend.MaskGradientFrom(gradient, activations, vectorised);
        for (int lane = 0; lane < Lanes; lane++)
        {
            result |= magnitudes.GetElement(lane);
        }

        return result;
    }

    public static void ColumnSums(ReadOnlySpan<int> rowPairs, int pairs, int columns, Span<int> sums)
    {
        Layout.CheckSums(rowPairs.Length, pairs, columns, sums.Length);
        Vector512<short> ones = Vector512.Create((short)1);
        int vectorised = columns - (columns % Lanes);
        fixed (int* source = rowPairs, target = sums)
        {
            for (int n = 0; n < vectorised; n += Lanes)
            {
                int* word = source + n;
                Vector512<int> sum = Vector512<int>.Zero;
                for (int p = pairs; p > 0; p--)
                {
                    sum = Avx512F.Add(sum, Avx512BW.MultiplyAddAdjacent(Vector512.Load(word).AsInt16(), ones));
                    word += columns;
                }

                sum.Store(target + n);
            }
        }

        ScalarBackend.ColumnSumsFrom(rowPairs, pairs, columns, vectorised, sums);
    }

    public static void Update(Span<int> masters, Span<int> momentum, ReadOnlySpan<int> gradient, in MomentumStep step)
    {
        step.Check(masters.Length, momentum.Length, gradient.Length);
        byte left = (byte)Math.Max(step.GradientShift, 0);
        byte right = (byte)Math.Max(-step.GradientShift, 0);
        byte rateShift = (byte)step.RateShift;
        Vector512<int> gradientHalf = Vector512.Create((1 << right) >> 1);
        Vector512<int> gradientMost = Vector512.Create(MomentumStep.GradientBound >> left);
        Vector512<int> gradientLeast = Avx512F.Subtract(Vector512<int>.Zero, gradientMost);
        Vector512<int> rate = Vector512.Create(step.RateNumerator);
        Vector512<int> rateHalf = Vector512.Create(1 << (rateShift - 1));
        Vector512<int> most = Vector512.Create(step.MasterBound);
        Vector512<int> least = Vector512.Create(-step.MasterBound);
        Vector512<int> four = Vector512.Create(4);
        int vectorised = masters.Length - (masters.Length % Lanes);
        fixed (int* weights = masters, moments = momentum, slopes = gradient)
        {
            for (int i = 0; i < vectorised; i += Lanes)
            {
                Vector512<int> g = Shift(Avx512F.Add(Vector512.Load(slopes + i), gradientHalf), right);
                g = Avx512F.ShiftLeftLogical(Avx512F.Min(Avx512F.Max(g, gradientLeast), gradientMost), Count(left));
                Vector512<int> m = Vector512.Load(moments + i);
                m = Avx512F.Add(Avx512F.Subtract(m, Avx512F.ShiftRightArithmetic(Avx512F.Add(m, four), 3)), g);
                m.Store(moments + i);
                Vector512<int> move = Shift(Avx512F.Add(Avx512F.MultiplyLow(rate, m), rateHalf), rateShift);
                Vector512<int> w = Avx512F.Subtract(Vector512.Load(weights + i), move);
                Avx512F.Min(Avx512F.Max(w, least), most).Store(weights + i);
            }
        }

        ScalarBackend.UpdateFrom(masters, momentum, gradient, step, vectorised);
    }

    private static Vector512<int> Shift(Vector512<int> value, byte count) => Avx512F.ShiftRightArithmetic(value, Count(count));

    /// <summary>A shift by a variable takes its count from the low 64 bits of a register.</summary>
    private static Vector128<int> Count(byte count) => Vector128.CreateScalar((int)count);

    private static void Store(Vector512<int> even, Vector512<int> odd, short* plain, nint columns, int* pairs)
    {
        Avx512F.ConvertToVector256Int16(even).Store(plain);
        Avx512F.ConvertToVector256Int16(odd).Store(plain + columns);
        Vector512<int> low = Avx512F.And(even, Vector512.Create(0xffff));
        Avx512F.Or(low, Avx512F.ShiftLeftLogical(odd, 16)).Store(pairs);
    }
}
