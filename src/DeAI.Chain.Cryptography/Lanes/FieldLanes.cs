using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector512<long>;

namespace DeAI.Chain.Cryptography.Lanes;

/// <summary>
/// Eight elements of the field modulo 2^255 - 19, one in each 64-bit lane, in ten signed limbs of 26 and 25 bits in turn (radix 2^25.5;
/// Bernstein, "Curve25519: new Diffie-Hellman speed records", section 4). Bounds, as multiples of 2^25 (even limbs) and 2^24 (odd ones): a
/// product has at most 1.01, a sum or difference of two products at most 2.02, and a factor may have 3.3, so that products of limbs, 19-fold
/// and doubled, add up to less than 2^63. The callers in <see cref="PointLanes"/> keep to that; nothing here checks it.
/// </summary>
internal struct FieldLanes
{
    public const int Limbs = 10;

    public V L0;
    public V L1;
    public V L2;
    public V L3;
    public V L4;
    public V L5;
    public V L6;
    public V L7;
    public V L8;
    public V L9;

    /// <summary>The limbs as numbers: limb i of lane l at 8 i + l.</summary>
    [UnscopedRef]
    public Span<long> Values => MemoryMarshal.CreateSpan(ref Unsafe.As<FieldLanes, long>(ref this), Limbs * V.Count);

    public static void Add(ref FieldLanes sum, in FieldLanes f, in FieldLanes g)
    {
        sum.L0 = f.L0 + g.L0;
        sum.L1 = f.L1 + g.L1;
        sum.L2 = f.L2 + g.L2;
        sum.L3 = f.L3 + g.L3;
        sum.L4 = f.L4 + g.L4;
        sum.L5 = f.L5 + g.L5;
        sum.L6 = f.L6 + g.L6;
        sum.L7 = f.L7 + g.L7;
        sum.L8 = f.L8 + g.L8;
        sum.L9 = f.L9 + g.L9;
    }

    public static void Subtract(ref FieldLanes difference, in FieldLanes f, in FieldLanes g)
    {
        difference.L0 = f.L0 - g.L0;
        difference.L1 = f.L1 - g.L1;
        difference.L2 = f.L2 - g.L2;
        difference.L3 = f.L3 - g.L3;
        difference.L4 = f.L4 - g.L4;
        difference.L5 = f.L5 - g.L5;
        difference.L6 = f.L6 - g.L6;
        difference.L7 = f.L7 - g.L7;
        difference.L8 = f.L8 - g.L8;
        difference.L9 = f.L9 - g.L9;
    }

    /// <summary>Limb i of f times limb j of g counts for limb i + j, twice if both are odd, and 19-fold ten limbs lower past the ninth.</summary>
    [SkipLocalsInit]
    public static void Multiply(ref FieldLanes product, in FieldLanes f, in FieldLanes g)
    {
        V f0 = f.L0, f1 = f.L1, f2 = f.L2, f3 = f.L3, f4 = f.L4, f5 = f.L5, f6 = f.L6, f7 = f.L7, f8 = f.L8, f9 = f.L9;
        V g0 = g.L0, g1 = g.L1, g2 = g.L2, g3 = g.L3, g4 = g.L4, g5 = g.L5, g6 = g.L6, g7 = g.L7, g8 = g.L8, g9 = g.L9;
        V d1 = f1 + f1, d3 = f3 + f3, d5 = f5 + f5, d7 = f7 + f7, d9 = f9 + f9;
        V nineteen = Vector512.Create(19L);
        V n1 = M(g1, nineteen), n2 = M(g2, nineteen), n3 = M(g3, nineteen), n4 = M(g4, nineteen), n5 = M(g5, nineteen);
        V n6 = M(g6, nineteen), n7 = M(g7, nineteen), n8 = M(g8, nineteen), n9 = M(g9, nineteen);

        V h0 = M(f0, g0) + M(d1, n9) + M(f2, n8) + M(d3, n7) + M(f4, n6) + M(d5, n5) + M(f6, n4) + M(d7, n3) + M(f8, n2) + M(d9, n1);
        V h1 = M(f0, g1) + M(f1, g0) + M(f2, n9) + M(f3, n8) + M(f4, n7) + M(f5, n6) + M(f6, n5) + M(f7, n4) + M(f8, n3) + M(f9, n2);
        V h2 = M(f0, g2) + M(d1, g1) + M(f2, g0) + M(d3, n9) + M(f4, n8) + M(d5, n7) + M(f6, n6) + M(d7, n5) + M(f8, n4) + M(d9, n3);
        V h3 = M(f0, g3) + M(f1, g2) + M(f2, g1) + M(f3, g0) + M(f4, n9) + M(f5, n8) + M(f6, n7) + M(f7, n6) + M(f8, n5) + M(f9, n4);
        V h4 = M(f0, g4) + M(d1, g3) + M(f2, g2) + M(d3, g1) + M(f4, g0) + M(d5, n9) + M(f6, n8) + M(d7, n7) + M(f8, n6) + M(d9, n5);
        V h5 = M(f0, g5) + M(f1, g4) + M(f2, g3) + M(f3, g2) + M(f4, g1) + M(f5, g0) + M(f6, n9) + M(f7, n8) + M(f8, n7) + M(f9, n6);
        V h6 = M(f0, g6) + M(d1, g5) + M(f2, g4) + M(d3, g3) + M(f4, g2) + M(d5, g1) + M(f6, g0) + M(d7, n9) + M(f8, n8) + M(d9, n7);
        V h7 = M(f0, g7) + M(f1, g6) + M(f2, g5) + M(f3, g4) + M(f4, g3) + M(f5, g2) + M(f6, g1) + M(f7, g0) + M(f8, n9) + M(f9, n8);
        V h8 = M(f0, g8) + M(d1, g7) + M(f2, g6) + M(d3, g5) + M(f4, g4) + M(d5, g3) + M(f6, g2) + M(d7, g1) + M(f8, g0) + M(d9, n9);
        V h9 = M(f0, g9) + M(f1, g8) + M(f2, g7) + M(f3, g6) + M(f4, g5) + M(f5, g4) + M(f6, g3) + M(f7, g2) + M(f8, g1) + M(f9, g0);
        Store(ref product, h0, h1, h2, h3, h4, h5, h6, h7, h8, h9);
    }

    /// <summary>f times f, for little more than half the multiplications.</summary>
    [SkipLocalsInit]
    public static void Square(ref FieldLanes square, in FieldLanes f) => Square(ref square, f, twice: false);

    /// <summary>2 f times f: doubled before the carries, so that the result is as small as any product.</summary>
    [SkipLocalsInit]
    public static void SquareTwice(ref FieldLanes square, in FieldLanes f) => Square(ref square, f, twice: true);

    /// <summary>f to the power p - 2 = 2^255 - 21, which is 1 / f, and 0 for 0.</summary>
    [SkipLocalsInit]
    public static void Invert(ref FieldLanes inverse, in FieldLanes f)
    {
        Unsafe.SkipInit(out FieldLanes t2);
        Unsafe.SkipInit(out FieldLanes power11);
        Unsafe.SkipInit(out FieldLanes ones5);
        Unsafe.SkipInit(out FieldLanes ones10);
        Unsafe.SkipInit(out FieldLanes ones50);
        Unsafe.SkipInit(out FieldLanes run);
        Square(ref t2, f);
        SquareMany(ref run, t2, 2);
        Multiply(ref run, run, f);
        Multiply(ref power11, run, t2);
        Square(ref t2, power11);
        Multiply(ref ones5, t2, run);

        // onesN stands for f to the power 2^N - 1.
        SquareMany(ref run, ones5, 5);
        Multiply(ref ones10, run, ones5);
        SquareMany(ref run, ones10, 10);
        Multiply(ref t2, run, ones10);
        SquareMany(ref run, t2, 20);
        Multiply(ref run, run, t2);
        SquareMany(ref run, run, 10);
        Multiply(ref ones50, run, ones10);
        SquareMany(ref run, ones50, 50);
        Multiply(ref t2, run, ones50);
        SquareMany(ref run, t2, 100);
        Multiply(ref run, run, t2);
        SquareMany(ref run, run, 50);
        Multiply(ref run, run, ones50);
        SquareMany(ref run, run, 5);
        Multiply(ref inverse, run, power11);
    }

    private static void SquareMany(ref FieldLanes result, in FieldLanes f, int times)
    {
        Square(ref result, f);
        for (int i = 1; i < times; i++)
        {
            Square(ref result, result);
        }
    }

    [SkipLocalsInit]
    private static void Square(ref FieldLanes square, in FieldLanes f, bool twice)
    {
        V f0 = f.L0, f1 = f.L1, f2 = f.L2, f3 = f.L3, f4 = f.L4, f5 = f.L5, f6 = f.L6, f7 = f.L7, f8 = f.L8, f9 = f.L9;
        V d0 = f0 + f0, d1 = f1 + f1, d2 = f2 + f2, d3 = f3 + f3, d4 = f4 + f4, d5 = f5 + f5, d6 = f6 + f6, d7 = f7 + f7;
        V q1 = d1 + d1, q3 = d3 + d3, q5 = d5 + d5, q7 = d7 + d7;
        V nineteen = Vector512.Create(19L);
        V n5 = M(f5, nineteen), n6 = M(f6, nineteen), n7 = M(f7, nineteen), n8 = M(f8, nineteen), n9 = M(f9, nineteen);

        V h0 = M(f0, f0) + M(q1, n9) + M(d2, n8) + M(q3, n7) + M(d4, n6) + M(d5, n5);
        V h1 = M(d0, f1) + M(d2, n9) + M(d3, n8) + M(d4, n7) + M(d5, n6);
        V h2 = M(d0, f2) + M(d1, f1) + M(q3, n9) + M(d4, n8) + M(q5, n7) + M(f6, n6);
        V h3 = M(d0, f3) + M(d1, f2) + M(d4, n9) + M(d5, n8) + M(d6, n7);
        V h4 = M(d0, f4) + M(q1, f3) + M(f2, f2) + M(q5, n9) + M(d6, n8) + M(d7, n7);
        V h5 = M(d0, f5) + M(d1, f4) + M(d2, f3) + M(d6, n9) + M(d7, n8);
        V h6 = M(d0, f6) + M(q1, f5) + M(d2, f4) + M(d3, f3) + M(q7, n9) + M(f8, n8);
        V h7 = M(d0, f7) + M(d1, f6) + M(d2, f5) + M(d3, f4) + M(f8 + f8, n9);
        V h8 = M(d0, f8) + M(q1, f7) + M(d2, f6) + M(q3, f5) + M(f4, f4) + M(f9 + f9, n9);
        V h9 = M(d0, f9) + M(d1, f8) + M(d2, f7) + M(d3, f6) + M(d4, f5);
        if (twice)
        {
            h0 += h0;
            h1 += h1;
            h2 += h2;
            h3 += h3;
            h4 += h4;
            h5 += h5;
            h6 += h6;
            h7 += h7;
            h8 += h8;
            h9 += h9;
        }

        Store(ref square, h0, h1, h2, h3, h4, h5, h6, h7, h8, h9);
    }

    /// <summary>The product of the lower 32 bits of each lane, signed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V M(V a, V b) => Avx512F.Multiply(a.AsInt32(), b.AsInt32());

    /// <summary>Carries in two chains side by side, rounding to the nearest, so that limbs come out half as large as their width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref FieldLanes r, V h0, V h1, V h2, V h3, V h4, V h5, V h6, V h7, V h8, V h9)
    {
        V half26 = Vector512.Create(1L << 25);
        V half25 = Vector512.Create(1L << 24);
        Carry(ref h0, ref h1, half26, 26);
        Carry(ref h4, ref h5, half26, 26);
        Carry(ref h1, ref h2, half25, 25);
        Carry(ref h5, ref h6, half25, 25);
        Carry(ref h2, ref h3, half26, 26);
        Carry(ref h6, ref h7, half26, 26);
        Carry(ref h3, ref h4, half25, 25);
        Carry(ref h7, ref h8, half25, 25);
        Carry(ref h4, ref h5, half26, 26);
        Carry(ref h8, ref h9, half26, 26);

        // What leaves the top comes back 19-fold at the bottom.
        V top = Avx512F.ShiftRightArithmetic(h9 + half25, 25);
        h9 -= Vector512.ShiftLeft(top, 25);
        h0 += top + Vector512.ShiftLeft(top, 1) + Vector512.ShiftLeft(top, 4);
        Carry(ref h0, ref h1, half26, 26);
        r.L0 = h0;
        r.L1 = h1;
        r.L2 = h2;
        r.L3 = h3;
        r.L4 = h4;
        r.L5 = h5;
        r.L6 = h6;
        r.L7 = h7;
        r.L8 = h8;
        r.L9 = h9;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(ref V low, ref V high, V half, [ConstantExpected] byte bits)
    {
        V carry = Avx512F.ShiftRightArithmetic(low + half, bits);
        high += carry;
        low -= Vector512.ShiftLeft(carry, bits);
    }
}
