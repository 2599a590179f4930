using System.Runtime.CompilerServices;

namespace DeAI.Chain.Compute;

/// <summary>Pair words and the length checks that all backends share.</summary>
internal static class Layout
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Word(int low, int high) => (low & 0xffff) | (high << 16);

    /// <summary>Row pairs of the columns from <paramref name="firstColumn"/> on; an odd last row is paired with zero.</summary>
    public static void PairRows(ReadOnlySpan<short> plain, int rows, int columns, int firstColumn, Span<int> rowPairs)
    {
        for (int r = 0; r < rows; r += 2)
        {
            for (int c = firstColumn; c < columns; c++)
            {
                int odd = r + 1 < rows ? plain[((r + 1) * columns) + c] : 0;
                rowPairs[(r / 2 * columns) + c] = Word(plain[(r * columns) + c], odd);
            }
        }
    }

    public static void Check(int source, int rows, int columns, int plain, int rowPairs)
    {
        long cells = (long)rows * columns;
        if (rows < 0 || columns < 0 || source < cells || plain < cells || rowPairs < (rows + 1L) / 2 * columns)
        {
            throw new ArgumentException($"{source}, {plain} and {rowPairs} values are too few for {rows} x {columns}.");
        }
    }

    public static void CheckWeights(int masters, int rows, int columns, int rowPairs, int transposedPairs)
    {
        long cells = (long)rows * columns;
        if (rows < 0 || columns < 0 || ((rows | columns) & 1) != 0 || masters < cells || rowPairs < cells / 2
            || (transposedPairs != 0 && transposedPairs < cells / 2))
        {
            throw new ArgumentException($"{masters}, {rowPairs} and {transposedPairs} values do not hold {rows} x {columns} weights.");
        }
    }

    public static void CheckSums(int rowPairs, int pairs, int columns, int sums)
    {
        if (pairs < 0 || columns < 0 || rowPairs < (long)pairs * columns || sums < columns)
        {
            throw new ArgumentException($"{rowPairs} words are too few for {pairs} x {columns}, or {sums} for the sums.");
        }
    }

    public static void CheckSame(int left, int right)
    {
        if (left != right)
        {
            throw new ArgumentException($"Tensors of {left} and {right} values do not belong together.");
        }
    }
}
