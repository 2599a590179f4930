using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeAI.Chain.Compute;

/// <summary>The product in tiles of 6 rows and 16 columns: 12 sums, 2 columns' vectors and a broadcast fill the 16 registers.</summary>
internal static unsafe class Vector256Product<TPairs>
    where TPairs : struct, IPairMultiply
{
    private const int TileRows = 6;
    private const int TileColumns = 16;
    private const int Lanes = 8;

    public static void Multiply(in PairProduct shape, ReadOnlySpan<int> left, ReadOnlySpan<int> right, Span<int> result)
    {
        int vectorised = shape.Columns - (shape.Columns % Lanes);
        fixed (int* a = left, b = right, c = result)
        {
            int n = 0;
            for (; n <= vectorised - TileColumns; n += TileColumns)
            {
                int m = 0;
                for (; m <= shape.Rows - TileRows; m += TileRows)
                {
                    Tile(shape, a + ((nint)m * shape.RowStride), b + n, c + ((nint)m * shape.Columns) + n);
                }

                for (; m < shape.Rows; m++)
                {
                    nint to = ((nint)m * shape.Columns) + n;
                    Row(shape, a + ((nint)m * shape.RowStride), b + n, c + to);
                    Row(shape, a + ((nint)m * shape.RowStride), b + n + Lanes, c + to + Lanes);
                }
            }

            for (; n < vectorised; n += Lanes)
            {
                for (int m = 0; m < shape.Rows; m++)
                {
                    Row(shape, a + ((nint)m * shape.RowStride), b + n, c + ((nint)m * shape.Columns) + n);
                }
            }
        }

        ProductTail.Multiply(shape, vectorised, left, right, result);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile(in PairProduct shape, int* a, int* b, int* c)
    {
        nint rs = shape.RowStride;
        nint ps = shape.PairStride;
        nint columns = shape.Columns;
        Vector256<int> c00 = Vector256<int>.Zero, c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00;
        Vector256<int> c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00;
        for (int p = shape.Pairs; p > 0; p--)
        {
            Vector256<int> b0 = Vector256.Load(b);
            Vector256<int> b1 = Vector256.Load(b + Lanes);
            Vector256<int> word = Vector256.Create(a[0]);
            c00 = TPairs.Add(c00, word, b0);
            c01 = TPairs.Add(c01, word, b1);
            word = Vector256.Create(a[rs]);
            c10 = TPairs.Add(c10, word, b0);
            c11 = TPairs.Add(c11, word, b1);
            word = Vector256.Create(a[2 * rs]);
            c20 = TPairs.Add(c20, word, b0);
            c21 = TPairs.Add(c21, word, b1);
            word = Vector256.Create(a[3 * rs]);
            c30 = TPairs.Add(c30, word, b0);
            c31 = TPairs.Add(c31, word, b1);
            word = Vector256.Create(a[4 * rs]);
            c40 = TPairs.Add(c40, word, b0);
            c41 = TPairs.Add(c41, word, b1);
            word = Vector256.Create(a[5 * rs]);
            c50 = TPairs.Add(c50, word, b0);
            c51 = TPairs.Add(c51, word, b1);
            a += ps;
            b += columns;
        }

        Store(c00, c01, c);
        Store(c10, c11, c + columns);
        Store(c20, c21, c + (2 * columns));
        Store(c30, c31, c + (3 * columns));
        Store(c40, c41, c + (4 * columns));
        Store(c50, c51, c + (5 * columns));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<int> first, Vector256<int> second, int* c)
    {
        first.Store(c);
        second.Store(c + Lanes);
    }

    private static void Row(in PairProduct shape, int* a, int* b, int* c)
    {
        Vector256<int> sum = Vector256<int>.Zero;
        for (int p = shape.Pairs; p > 0; p--)
        {
            sum = TPairs.Add(sum, Vector256.Create(*a), Vector256.Load(b));
            a += shape.PairStride;
            b += shape.Columns;
        }

        sum.Store(c);
    }
}
