using System.Runtime.CompilerServices;

namespace DeAI.Chain.Compute;

/// <summary>The reference: each kernel as its definition reads. Everything else must return the same bits.</summary>
public sealed class ScalarBackend : ITensorBackend
{
    public string Name => "scalar";

    public bool IsSupported => true;

    public void Multiply(in PairProduct shape, ReadOnlySpan<int> left, ReadOnlySpan<int> right, Span<int> result)
    {
        shape.Check(left.Length, right.Length, result.Length);
        for (int m = 0; m < shape.Rows; m++)
        {
            Span<int> row = result.Slice(m * shape.Columns, shape.Columns);
            row.Clear();
            for (int p = 0; p < shape.Pairs; p++)
            {
                int word = left[(m * shape.RowStride) + (p * shape.PairStride)];
                int low = (short)word;
                int high = word >> 16;
                ReadOnlySpan<int> line = right.Slice(p * shape.Columns, shape.Columns);
                for (int n = 0; n < row.Length; n++)
                {
                    row[n] += (low * (short)line[n]) + (high * (line[n] >> 16));
                }
            }
        }
    }

    public void Widen(ReadOnlySpan<sbyte> values, int rows, int columns, Span<short> plain, Span<int> rowPairs)
    {
        Layout.Check(values.Length, rows, columns, plain.Length, rowPairs.Length);
        for (int i = 0; i < rows * columns; i++)
        {
            plain[i] = values[i];
        }

        Layout.PairRows(plain, rows, columns, 0, rowPairs);
    }

    public void PackWeights(ReadOnlySpan<int> masters, int rows, int columns, int shift, Span<int> rowPairs, Span<int> transposedPairs)
    {
        Layout.CheckWeights(masters.Length, rows, columns, rowPairs.Length, transposedPairs.Length);
        int half = 1 << (shift - 1);
        for (int k = 0; k < rows; k += 2)
        {
            for (int n = 0; n < columns; n++)
            {
                int even = (masters[(k * columns) + n] + half) >> shift;
                int odd = (masters[((k + 1) * columns) + n] + half) >> shift;
                rowPairs[(k / 2 * columns) + n] = Layout.Word(even, odd);
            }
        }

        if (transposedPairs.IsEmpty)
        {
            return;
        }

        for (int k = 0; k < rows; k++)
        {
            for (int n = 0; n < columns; n += 2)
            {
                int even = (masters[(k * columns) + n] + half) >> shift;
                int odd = (masters[(k * columns) + n + 1] + half) >> shift;
                transposedPairs[(n / 2 * rows) + k] = Layout.Word(even, odd);
            }
        }
    }

    public void Activate(
        ReadOnlySpan<int> sums, ReadOnlySpan<int> bias, int rows, int columns, int shift, Span<short> plain, Span<int> rowPairs)
    {
        Layout.Check(sums.Length, rows, columns, plain.Length, rowPairs.Length);
        for (int i = 0; i < rows * columns; i++)
        {
            plain[i] = Activated(sums[i], bias[i % columns], shift);
        }

        Layout.PairRows(plain, rows, columns, 0, rowPairs);
    }

    public int MaskGradient(Span<int> gradient, ReadOnlySpan<short> activations)
    {
        Layout.CheckSame(gradient.Length, activations.Length);
        return MaskGradientFrom(gradient, activations, 0);
    }

    public void QuantizeGradient(ReadOnlySpan<int> gradient, int rows, int columns, int shift, Span<short> plain, Span<int> rowPairs)
    {
        Layout.Check(gradient.Length, rows, columns, plain.Length, rowPairs.Length);
        for (int i = 0; i < rows * columns; i++)
        {
            plain[i] = Quantized(gradient[i], shift);
        }

        Layout.PairRows(plain, rows, columns, 0, rowPairs);
    }

    public void ColumnSums(ReadOnlySpan<int> rowPairs, int pairs, int columns, Span<int> sums)
    {
        Layout.CheckSums(rowPairs.Length, pairs, columns, sums.Length);
        ColumnSumsFrom(rowPairs, pairs, columns, 0, sums);
    }

    public void Update(Span<int> masters, Span<int> momentum, ReadOnlySpan<int> gradient, in MomentumStep step)
    {
        step.Check(masters.Length, momentum.Length, gradient.Length);
        UpdateFrom(masters, momentum, gradient, step, 0);
    }

    internal static void ColumnSumsFrom(ReadOnlySpan<int> rowPairs, int pairs, int columns, int first, Span<int> sums)
    {
        for (int n = first; n < columns; n++)
        {
            int sum = 0;
            for (int p = 0; p < pairs; p++)
            {
                int word = rowPairs[(p * columns) + n];
                sum += (short)word + (word >> 16);
            }

            sums[n] = sum;
        }
    }

    internal static int MaskGradientFrom(Span<int> gradient, ReadOnlySpan<short> activations, int first)
    {
        int magnitudes = 0;
        for (int i = first; i < gradient.Length; i++)
        {
            gradient[i] = activations[i] > 0 ? gradient[i] : 0;
            magnitudes |= Math.Abs(gradient[i]);
        }

        return magnitudes;
    }

    internal static void UpdateFrom(Span<int> masters, Span<int> momentum, ReadOnlySpan<int> gradient, in MomentumStep step, int first)
    {
        int half = 1 << (step.RateShift - 1);
        for (int i = first; i < masters.Length; i++)
        {
            int g = Scaled(gradient[i], step.GradientShift);
            int m = momentum[i] - ((momentum[i] + 4) >> 3) + g;
            momentum[i] = m;
            int moved = masters[i] - (((step.RateNumerator * m) + half) >> step.RateShift);
            masters[i] = Math.Clamp(moved, -step.MasterBound, step.MasterBound);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static short Activated(int sum, int bias, int shift) =>
        (short)Math.Clamp((sum + bias + (1 << (shift - 1))) >> shift, 0, 127);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static short Quantized(int gradient, int shift) =>
        (short)Math.Clamp((gradient + ((1 << shift) >> 1)) >> shift, -127, 127);

    private static int Scaled(int gradient, int shift)
    {
        // Cutting before a left shift equals cutting after it, and cannot overflow.
        int bound = shift >= 0 ? MomentumStep.GradientBound >> shift : MomentumStep.GradientBound;
        return shift >= 0
            ? Math.Clamp(gradient, -bound, bound) << shift
            : Math.Clamp((gradient + (1 << (-shift - 1))) >> -shift, -bound, bound);
    }
}
