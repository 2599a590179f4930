using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeAI.Chain.Cryptography.Lanes;

/// <summary>Eight points made ready for being added: Y + X, Y - X, Z and 2 d T.</summary>
internal struct PreparedLanes
{
    /// <summary>Limbs of one point, as a table row holds them.</summary>
    public const int RowLength = 4 * FieldLanes.Limbs;

    public FieldLanes Sum;
    public FieldLanes Difference;
    public FieldLanes Z;
    public FieldLanes T2D;

    private const int Chunk = 8;

    [UnscopedRef]
    private Span<long> Values => MemoryMarshal.CreateSpan(ref Unsafe.As<PreparedLanes, long>(ref this), RowLength * Chunk);

    public static void Prepare(ref PreparedLanes prepared, in PointLanes point, in FieldLanes twiceD)
    {
        FieldLanes.Add(ref prepared.Sum, point.Y, point.X);
        FieldLanes.Subtract(ref prepared.Difference, point.Y, point.X);
        prepared.Z = point.Z;
        FieldLanes.Multiply(ref prepared.T2D, point.T, twiceD);
    }

    /// <summary>Writes the point of one lane as a table row of <see cref="RowLength"/> limbs.</summary>
    public void Save(int lane, Span<int> row)
    {
        Span<long> values = Values;
        for (int i = 0; i < RowLength; i++)
        {
            row[i] = (int)values[(Chunk * i) + lane];
        }
    }

    /// <summary>Takes one row for each lane, eight limbs of all lanes at a time: a transposition of 8 x 8 numbers.</summary>
    /// <param name="tables">Eight tables.</param>
    /// <param name="rows">Where the row of each lane begins in its table.</param>
    [SkipLocalsInit]
    public void Load(ReadOnlySpan<CombTable> tables, ReadOnlySpan<int> rows)
    {
        ref int row0 = ref tables[0].Limb(rows[0]);
        ref int row1 = ref tables[1].Limb(rows[1]);
        ref int row2 = ref tables[2].Limb(rows[2]);
        ref int row3 = ref tables[3].Limb(rows[3]);
        ref int row4 = ref tables[4].Limb(rows[4]);
        ref int row5 = ref tables[5].Limb(rows[5]);
        ref int row6 = ref tables[6].Limb(rows[6]);
        ref int row7 = ref tables[7].Limb(rows[7]);
        ref long target = ref Unsafe.As<PreparedLanes, long>(ref this);
        for (nuint chunk = 0; chunk < RowLength; chunk += Chunk)
        {
            (Vector256<long> a0, Vector256<long> a1) = Interleave(ref row0, ref row1, chunk);
            (Vector256<long> b0, Vector256<long> b1) = Interleave(ref row2, ref row3, chunk);
            (Vector256<long> c0, Vector256<long> c1) = Interleave(ref row4, ref row5, chunk);
            (Vector256<long> d0, Vector256<long> d1) = Interleave(ref row6, ref row7, chunk);
            ref long block = ref Unsafe.Add(ref target, chunk * Chunk);
            Spread(ref block, 0, Avx2.UnpackLow(a0, b0), Avx2.UnpackLow(c0, d0));
            Spread(ref block, 1, Avx2.UnpackHigh(a0, b0), Avx2.UnpackHigh(c0, d0));
            Spread(ref block, 2, Avx2.UnpackLow(a1, b1), Avx2.UnpackLow(c1, d1));
            Spread(ref block, 3, Avx2.UnpackHigh(a1, b1), Avx2.UnpackHigh(c1, d1));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<long> Low, Vector256<long> High) Interleave(ref int left, ref int right, nuint chunk)
    {
        Vector256<int> a = Vector256.LoadUnsafe(ref left, chunk);
        Vector256<int> b = Vector256.LoadUnsafe(ref right, chunk);
        return (Avx2.UnpackLow(a, b).AsInt64(), Avx2.UnpackHigh(a, b).AsInt64());
    }

    /// <summary>Unpacking works within halves of 128 bits: limb <paramref name="limb"/> lies in the lower halves, limb + 4 in the upper ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread(ref long block, nuint limb, Vector256<long> first, Vector256<long> second)
    {
        Vector256<int> low = Avx2.Permute2x128(first, second, 0x20).AsInt32();
        Vector256<int> high = Avx2.Permute2x128(first, second, 0x31).AsInt32();
        Avx512F.ConvertToVector512Int64(low).StoreUnsafe(ref block, limb * Chunk);
        Avx512F.ConvertToVector512Int64(high).StoreUnsafe(ref block, (limb + 4) * Chunk);
    }
}
