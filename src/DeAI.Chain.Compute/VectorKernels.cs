using System.Numerics;
using System.Runtime.InteropServices;

namespace DeAI.Chain.Compute;

/// <summary>The element-wise kernels in vectors of the machine's own width; what does not fill a vector goes to the reference's loop.</summary>
internal static class VectorKernels
{
    private static int Width => Vector<int>.Count;

    public static void Widen(ReadOnlySpan<sbyte> values, int rows, int columns, Span<short> plain, Span<int> rowPairs)
    {
        Layout.Check(values.Length, rows, columns, plain.Length, rowPairs.Length);
        int cells = rows * columns;
        int i = 0;
        ref sbyte source = ref MemoryMarshal.GetReference(values);
        ref short target = ref MemoryMarshal.GetReference(plain);
        for (; i <= cells - Vector<sbyte>.Count; i += Vector<sbyte>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref source, (nuint)i), out Vector<short> low, out Vector<short> high);
            low.StoreUnsafe(ref target, (nuint)i);
            high.StoreUnsafe(ref target, (nuint)(i + Vector<short>.Count));
        }

        for (; i < cells; i++)
        {
            plain[i] = values[i];
        }

        PairRows(plain, rows, columns, rowPairs);
    }

    public static void PackWeights(
        ReadOnlySpan<int> masters, int rows, int columns, int shift, Span<int> rowPairs, Span<int> transposedPairs)
    {
        Layout.CheckWeights(masters.Length, rows, columns, rowPairs.Length, transposedPairs.Length);
        Vector<int> half = new(1 << (shift - 1));
        Vector<int> low = new(0xffff);
        ref int source = ref MemoryMarshal.GetReference(masters);
        ref int target = ref MemoryMarshal.GetReference(rowPairs);
        Span<int> words = stackalloc int[Width];
        for (int k = 0; k < rows; k += 2)
        {
            int n = 0;
            for (; n <= columns - Width; n += Width)
            {
                int at = (k * columns) + n;
                Vector<int> even = (Vector.LoadUnsafe(ref source, (nuint)at) + half) >> shift;
                Vector<int> odd = (Vector.LoadUnsafe(ref source, (nuint)(at + columns)) + half) >> shift;
                ((even & low) | (odd << 16)).StoreUnsafe(ref target, (nuint)((k / 2 * columns) + n));
                if (!transposedPairs.IsEmpty)
                {
                    Vector.AsVectorInt32(Vector.Narrow(even, odd)).CopyTo(words);
                    Scatter(words, rows, k, n, transposedPairs);
                }
            }

            PackWeightsTail(masters, rows, columns, shift, k, n, rowPairs, transposedPairs);
        }
    }

    public static void Activate(
        ReadOnlySpan<int> sums, ReadOnlySpan<int> bias, int rows, int columns, int shift, Span<short> plain, Span<int> rowPairs)
    {
        Layout.Check(sums.Length, rows, columns, plain.Length, rowPairs.Length);
        Layout.CheckSame(bias.Length, columns);
        Vector<int> half = new(1 << (shift - 1));
        Vector<int> most = new(127);
        ref int source = ref MemoryMarshal.GetReference(sums);
        ref int offset = ref MemoryMarshal.GetReference(bias);
        ref short target = ref MemoryMarshal.GetReference(plain);
        for (int r = 0; r < rows; r++)
        {
            int n = 0;
            for (; n <= columns - (2 * Width); n += 2 * Width)
            {
                int at = (r * columns) + n;
                Vector<int> first = Vector.LoadUnsafe(ref source, (nuint)at) + Vector.LoadUnsafe(ref offset, (nuint)n);
                Vector<int> second = Vector.LoadUnsafe(ref source, (nuint)(at + Width)) + Vector.LoadUnsafe(ref offset, (nuint)(n + Width));
                first = Vector.Min(Vector.Max((first + half) >> shift, Vector<int>.Zero), most);
                second = Vector.Min(Vector.Max((second + half) >> shift, Vector<int>.Zero), most);
                Vector.Narrow(first, second).StoreUnsafe(ref target, (nuint)at);
            }

            for (; n < columns; n++)
            {
                plain[(r * columns) + n] = ScalarBackend.Activated(sums[(r * columns) + n], bias[n], shift);
            }
        }

        PairRows(plain, rows, columns, rowPairs);
    }

    public static int MaskGradient(Span<int> gradient, ReadOnlySpan<short> activations)
    {
        Layout.CheckSame(gradient.Length, activations.Length);
        Vector<int> magnitudes = Vector<int>.Zero;
        ref int cells = ref MemoryMarshal.GetReference(gradient);
        ref short gates = ref MemoryMarshal.GetReference(activations);
        int i = 0;
        for (; i <= gradient.Length - (2 * Width); i += 2 * Width)
        {
            Vector.Widen(Vector.LoadUnsafe(ref gates, (nuint)i), out Vector<int> firstGate, out Vector<int> secondGate);
            Vector<int> first = Vector.LoadUnsafe(ref cells, (nuint)i) & Vector.GreaterThan(firstGate, Vector<int>.Zero);
            Vector<int> second = Vector.LoadUnsafe(ref cells, (nuint)(i + Width)) & Vector.GreaterThan(secondGate, Vector<int>.Zero);
            first.StoreUnsafe(ref cells, (nuint)i);
            second.StoreUnsafe(ref cells, (nuint)(i + Width));
            magnitudes |= Vector.Abs(first) | Vector.Abs(second);
        }

        int result = ScalarBackend.MaskGradientFrom(gradient, activations, i);
        for (int lane = 0; lane < Width; lane++)
        {
            result |= magnitudes[lane];
        }

        return result;
    }

    public static void QuantizeGradient(
        ReadOnlySpan<int> gradient, int rows, int columns, int shift, Span<short> plain, Span<int> rowPairs)
    {
        Layout.Check(gradient.Length, rows, columns, plain.Length, rowPairs.Length);
        Vector<int> half = new((1 << shift) >> 1);
        Vector<int> least = new(-127);
        Vector<int> most = new(127);
        int cells = rows * columns;
        int i = 0;
        ref int source = ref MemoryMarshal.GetReference(gradient);
        ref short target = ref MemoryMarshal.GetReference(plain);
        for (; i <= cells - (2 * Width); i += 2 * Width)
        {
            Vector<int> first = (Vector.LoadUnsafe(ref source, (nuint)i) + half) >> shift;
            Vector<int> second = (Vector.LoadUnsafe(ref source, (nuint)(i + Width)) + half) >> shift;
            first = Vector.Min(Vector.Max(first, least), most);
            second = Vector.Min(Vector.Max(second, least), most);
            Vector.Narrow(first, second).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < cells; i++)
        {
            plain[i] = ScalarBackend.Quantized(gradient[i], shift);
        }

        PairRows(plain, rows, columns, rowPairs);
    }

    public static void ColumnSums(ReadOnlySpan<int> rowPairs, int pairs, int columns, Span<int> sums)
    {
        Layout.CheckSums(rowPairs.Length, pairs, columns, sums.Length);
        ref int source = ref MemoryMarshal.GetReference(rowPairs);
        int n = 0;
        for (; n <= columns - Width; n += Width)
        {
            Vector<int> sum = Vector<int>.Zero;
            for (int p = 0; p < pairs; p++)
            {
                Vector<int> word = Vector.LoadUnsafe(ref source, (nuint)((p * columns) + n));
                sum += ((word << 16) >> 16) + (word >> 16);
            }

            sum.CopyTo(sums[n..]);
        }

        ScalarBackend.ColumnSumsFrom(rowPairs, pairs, columns, n, sums);
    }

    public static void Update(Span<int> masters, Span<int> momentum, ReadOnlySpan<int> gradient, in MomentumStep step)
    {
        step.Check(masters.Length, momentum.Length, gradient.Length);
        int bound = step.GradientShift >= 0 ? MomentumStep.GradientBound >> step.GradientShift : MomentumStep.GradientBound;
        int left = Math.Max(step.GradientShift, 0);
        int right = Math.Max(-step.GradientShift, 0);
        Vector<int> gradientHalf = new((1 << right) >> 1);
        Vector<int> gradientBound = new(bound);
        Vector<int> rate = new(step.RateNumerator);
        Vector<int> rateHalf = new(1 << (step.RateShift - 1));
        Vector<int> masterBound = new(step.MasterBound);
        Vector<int> four = new(4);
        ref int masterCells = ref MemoryMarshal.GetReference(masters);
        ref int momentumCells = ref MemoryMarshal.GetReference(momentum);
        ref int gradientCells = ref MemoryMarshal.GetReference(gradient);
        int i = 0;
        for (; i <= masters.Length - Width; i += Width)
        {
            Vector<int> g = (Vector.LoadUnsafe(ref gradientCells, (nuint)i) + gradientHalf) >> right;
            g = Vector.Min(Vector.Max(g, -gradientBound), gradientBound) << left;
            Vector<int> m = Vector.LoadUnsafe(ref momentumCells, (nuint)i);
            m = m - ((m + four) >> 3) + g;
            m.StoreUnsafe(ref momentumCells, (nuint)i);
            Vector<int> w = Vector.LoadUnsafe(ref masterCells, (nuint)i) - (((rate * m) + rateHalf) >> step.RateShift);
            Vector.Min(Vector.Max(w, -masterBound), masterBound).StoreUnsafe(ref masterCells, (nuint)i);
        }

        ScalarBackend.UpdateFrom(masters, momentum, gradient, step, i);
    }

    private static void PairRows(ReadOnlySpan<short> plain, int rows, int columns, Span<int> rowPairs)
    {
        Vector<int> low = new(0xffff);
        ref short source = ref MemoryMarshal.GetReference(plain);
        ref int target = ref MemoryMarshal.GetReference(rowPairs);
        int vectorised = columns - (columns % (2 * Width));
        for (int r = 0; r + 1 < rows; r += 2)
        {
            for (int n = 0; n < vectorised; n += 2 * Width)
            {
                int at = (r * columns) + n;
                Vector.Widen(Vector.LoadUnsafe(ref source, (nuint)at), out Vector<int> even, out Vector<int> evenNext);
                Vector.Widen(Vector.LoadUnsafe(ref source, (nuint)(at + columns)), out Vector<int> odd, out Vector<int> oddNext);
                int to = (r / 2 * columns) + n;
                ((even & low) | (odd << 16)).StoreUnsafe(ref target, (nuint)to);
                ((evenNext & low) | (oddNext << 16)).StoreUnsafe(ref target, (nuint)(to + Width));
            }
        }

        Layout.PairRows(plain, rows, columns, vectorised, rowPairs);
        if ((rows & 1) != 0)
        {
            int last = rows - 1;
            Layout.PairRows(plain[(last * columns)..], 1, columns, 0, rowPairs[(last / 2 * columns)..]);
        }
    }

    /// <summary>The first half of the words belongs to row k, the second to row k + 1.</summary>
    private static void Scatter(ReadOnlySpan<int> words, int rows, int k, int n, Span<int> transposedPairs)
    {
        int half = words.Length / 2;
        for (int j = 0; j < half; j++)
        {
            int at = (((n / 2) + j) * rows) + k;
            transposedPairs[at] = words[j];
            transposedPairs[at + 1] = words[half + j];
        }
    }

    private static void PackWeightsTail(
        ReadOnlySpan<int> masters, int rows, int columns, int shift, int k, int first, Span<int> rowPairs, Span<int> transposedPairs)
    {
        int half = 1 << (shift - 1);
        for (int n = first; n < columns; n += 2)
        {
            int a = (masters[(k * columns) + n] + half) >> shift;
            int b = (masters[(k * columns) + n + 1] + half) >> shift;
            int c = (masters[((k + 1) * columns) + n] + half) >> shift;
            int d = (masters[((k + 1) * columns) + n + 1] + half) >> shift;
            rowPairs[(k / 2 * columns) + n] = Layout.Word(a, c);
            rowPairs[(k / 2 * columns) + n + 1] = Layout.Word(b, d);
            if (!transposedPairs.IsEmpty)
            {
                transposedPairs[(n / 2 * rows) + k] = Layout.Word(a, b);
                transposedPairs[(n / 2 * rows) + k + 1] = Layout.Word(c, d);
            }
        }
    }
}
