using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeAI.Chain.Cryptography.Lanes;

/// <summary>
/// Small multiples of 2^(64 k) P for k = 0 to 3: with it, a product of P with a number of 256 bits takes four times fewer doublings (the comb
/// of Lim and Lee, "More Flexible Exponentiation with Precomputation"). 10 KiB with windows of four bits.
/// </summary>
internal sealed class CombTable
{
    /// <summary>Base points, 64 bits apart.</summary>
    public const int Teeth = 4;

    private const int ToothBits = 64;

    private readonly int[] _limbs;
    private readonly int _multiples;

    private CombTable(int windowBits)
    {
        _multiples = 1 << windowBits;
        _limbs = new int[Teeth * _multiples * PreparedLanes.RowLength];
    }

    /// <summary>The tables of several points at once, one in each lane.</summary>
    /// <param name="points">At most eight.</param>
    /// <param name="windowBits">The tables hold the multiples from 0 to 2^windowBits - 1.</param>
    public static CombTable[] Build(ReadOnlySpan<CurvePoint> points, int windowBits)
    {
        PointLanes tooth = PointLanes.Identity;
        FieldLanes twiceD = default;
        CombTable[] tables = new CombTable[points.Length];
        for (int lane = 0; lane < points.Length; lane++)
        {
            points[lane].Set(ref tooth, lane);
            FieldNumber.Set(ref twiceD, lane, FieldNumber.Modulo(2 * FieldNumber.D));
            tables[lane] = new CombTable(windowBits);
        }

        for (int k = 0; k < Teeth; k++)
        {
            Fill(tables, k, tooth, twiceD);
            for (int i = 0; i < ToothBits; i++)
            {
                PointLanes.Double(ref tooth, extended: i == ToothBits - 1);
            }
        }

        return tables;
    }

    /// <summary>Where the row of multiple <paramref name="digit"/> of base point <paramref name="tooth"/> begins.</summary>
    public int Row(int tooth, int digit) => ((tooth * _multiples) + digit) * PreparedLanes.RowLength;

    /// <summary>The limb at an index; rows stay inside because digits do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref int Limb(int index) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_limbs), index);

    private static void Fill(CombTable[] tables, int tooth, in PointLanes point, in FieldLanes twiceD)
    {
        PreparedLanes step = default;
        PreparedLanes.Prepare(ref step, point, twiceD);
        PreparedLanes row = default;
        PointLanes multiple = PointLanes.Identity;
        for (int digit = 0; digit < tables[0]._multiples; digit++)
        {
            PreparedLanes.Prepare(ref row, multiple, twiceD);
            for (int lane = 0; lane < tables.Length; lane++)
            {
                CombTable table = tables[lane];
                row.Save(lane, table._limbs.AsSpan(table.Row(tooth, digit), PreparedLanes.RowLength));
            }

            PointLanes.Add(ref multiple, step, extended: true);
        }
    }
}
