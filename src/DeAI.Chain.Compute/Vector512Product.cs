using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeAI.Chain.Compute;

/// <summary>The product in tiles of 8 rows and 32 columns: 16 sums hide the latency of multiply and add.</summary>
/// <remarks>
/// The 32 columns are first copied side by side. Their rows lie a power of two apart, so that in place they would share a few sets of the
/// first-level cache and push each other out.
/// </remarks>
internal static unsafe class Vector512Product
{
    private const int TileRows = 8;
    private const int TileColumns = 32;
    private const int Lanes = 16;

    /// <summary>Longest panel that is copied: 32 KiB on the stack. A longer one is read in place.</summary>
    private const int PanelPairs = 256;

    [SkipLocalsInit]
    public static void Multiply(in PairProduct shape, ReadOnlySpan<int> left, ReadOnlySpan<int> right, Span<int> result)
    {
        int vectorised = shape.Columns - (shape.Columns % Lanes);
        bool copies = shape.Pairs <= PanelPairs && shape.Rows >= 4 * TileRows;
        int* buffer = stackalloc int[copies ? (shape.Pairs * TileColumns) + Lanes : 0];
        int* panel = (int*)(((nuint)buffer + 63) & ~(nuint)63);
        fixed (int* a = left, b = right, c = result)
        {
            int n = 0;
            for (; n <= vectorised - TileColumns; n += TileColumns)
            {
                if (copies)
                {
                    CopyPanel(shape, b + n, panel);
                }

                int m = 0;
                for (; m <= shape.Rows - TileRows; m += TileRows)
                {
                    int* to = c + ((nint)m * shape.Columns) + n;
                    Tile(shape, a + ((nint)m * shape.RowStride), copies ? panel : b + n, copies ? TileColumns : shape.Columns, to);
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
                int m = 0;
                for (; m <= shape.Rows - TileRows; m += TileRows)
                {
                    Column(shape, a + ((nint)m * shape.RowStride), b + n, c + ((nint)m * shape.Columns) + n);
                }

                for (; m < shape.Rows; m++)
                {
                    Row(shape, a + ((nint)m * shape.RowStride), b + n, c + ((nint)m * shape.Columns) + n);
                }
            }
        }

        ProductTail.Multiply(shape, vectorised, left, right, result);
    }

    private static void CopyPanel(in PairProduct shape, int* b, int* panel)
    {
        for (int p = shape.Pairs; p > 0; p--)
        {
            Vector512.Load(b).Store(panel);
            Vector512.Load(b + Lanes).Store(panel + Lanes);
            b += shape.Columns;
            panel += TileColumns;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile(in PairProduct shape, int* a, int* b, nint stride, int* c)
    {
        nint rs = shape.RowStride;
        nint rs2 = 2 * rs;
        nint rs3 = 3 * rs;
        nint ps = shape.PairStride;
        nint columns = shape.Columns;
        int* upper = a + (4 * rs);
        Vector512<int> c00 = Vector512<int>.Zero, c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
        Vector512<int> c40 = c00, c41 = c00, c50 = c00, c51 = c00, c60 = c00, c61 = c00, c70 = c00, c71 = c00;
        for (int p = shape.Pairs; p > 0; p--)
        {
            Vector512<int> b0 = Vector512.Load(b);
            Vector512<int> b1 = Vector512.Load(b + Lanes);
            Vector512<int> word = Vector512.Create(a[0]);
            c00 = Add(c00, word, b0);
            c01 = Add(c01, word, b1);
            word = Vector512.Create(a[rs]);
            c10 = Add(c10, word, b0);
            c11 = Add(c11, word, b1);
            word = Vector512.Create(a[rs2]);
            c20 = Add(c20, word, b0);
            c21 = Add(c21, word, b1);
            word = Vector512.Create(a[rs3]);
            c30 = Add(c30, word, b0);
            c31 = Add(c31, word, b1);
            word = Vector512.Create(upper[0]);
            c40 = Add(c40, word, b0);
            c41 = Add(c41, word, b1);
            word = Vector512.Create(upper[rs]);
            c50 = Add(c50, word, b0);
            c51 = Add(c51, word, b1);
            word = Vector512.Create(upper[rs2]);
            c60 = Add(c60, word, b0);
            c61 = Add(c61, word, b1);
            word = Vector512.Create(upper[rs3]);
            c70 = Add(c70, word, b0);
            c71 = Add(c71, word, b1);
            a += ps;
            upper += ps;
            b += stride;
        }

        Store(c00, c01, c);
        Store(c10, c11, c + columns);
        Store(c20, c21, c + (2 * columns));
        Store(c30, c31, c + (3 * columns));
        Store(c40, c41, c + (4 * columns));
        Store(c50, c51, c + (5 * columns));
        Store(c60, c61, c + (6 * columns));
        Store(c70, c71, c + (7 * columns));
    }

    /// <summary>8 rows of 16 columns: the output heads, padded to one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Column(in PairProduct shape, int* a, int* b, int* c)
    {
        nint rs = shape.RowStride;
        nint columns = shape.Columns;
        int* upper = a + (4 * rs);
        Vector512<int> c0 = Vector512<int>.Zero, c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
        for (int p = shape.Pairs; p > 0; p--)
        {
            Vector512<int> line = Vector512.Load(b);
            c0 = Add(c0, Vector512.Create(a[0]), line);
            c1 = Add(c1, Vector512.Create(a[rs]), line);
            c2 = Add(c2, Vector512.Create(a[2 * rs]), line);
            c3 = Add(c3, Vector512.Create(a[3 * rs]), line);
            c4 = Add(c4, Vector512.Create(upper[0]), line);
            c5 = Add(c5, Vector512.Create(upper[rs]), line);
            c6 = Add(c6, Vector512.Create(upper[2 * rs]), line);
            c7 = Add(c7, Vector512.Create(upper[3 * rs]), line);
            a += shape.PairStride;
            upper += shape.PairStride;
            b += columns;
        }

        c0.Store(c);
        c1.Store(c + columns);
        c2.Store(c + (2 * columns));
        c3.Store(c + (3 * columns));
        c4.Store(c + (4 * columns));
        c5.Store(c + (5 * columns));
        c6.Store(c + (6 * columns));
        c7.Store(c + (7 * columns));
    }

    private static void Row(in PairProduct shape, int* a, int* b, int* c)
    {
        Vector512<int> sum = Vector512<int>.Zero;
        for (int p = shape.Pairs; p > 0; p--)
        {
            sum = Add(sum, Vector512.Create(*a), Vector512.Load(b));
            a += shape.PairStride;
            b += shape.Columns;
        }

        sum.Store(c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Add(Vector512<int> sum, Vector512<int> left, Vector512<int> right) =>
        Avx512F.Add(sum, Avx512BW.MultiplyAddAdjacent(left.AsInt16(), right.AsInt16()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<int> first, Vector512<int> second, int* c)
    {
        first.Store(c);
        second.Store(c + Lanes);
    }
}
