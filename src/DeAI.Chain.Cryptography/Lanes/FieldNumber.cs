using System.Numerics;

namespace DeAI.Chain.Cryptography.Lanes;

/// <summary>Single elements of the field modulo p = 2^255 - 19, into lanes and out of them. Slow: for what happens once per key or check.</summary>
internal static class FieldNumber
{
    public static BigInteger Prime { get; } = (BigInteger.One << 255) - 19;

    /// <summary>The curve's d = -121665 / 121666 (RFC 8032, section 5.1).</summary>
    public static BigInteger D { get; } = Modulo(-121665 * Invert(121666));

    public static BigInteger Modulo(BigInteger value)
    {
        BigInteger rest = value % Prime;
        return rest.Sign < 0 ? rest + Prime : rest;
    }

    public static BigInteger Invert(BigInteger value) => BigInteger.ModPow(value, Prime - 2, Prime);

    /// <summary>Puts a number below p into one lane, with limbs around zero: half as large as their width, like those of a product.</summary>
    public static void Set(ref FieldLanes lanes, int lane, BigInteger value)
    {
        Span<long> values = lanes.Values;
        BigInteger rest = value > Prime / 2 ? value - Prime : value;
        for (int i = 0; i < FieldLanes.Limbs; i++)
        {
            BigInteger half = BigInteger.One << (Width(i) - 1);
            BigInteger limb = i == FieldLanes.Limbs - 1 ? rest : ((rest + half) & ((half << 1) - 1)) - half;
            values[(8 * i) + lane] = (long)limb;
            rest = (rest - limb) >> Width(i);
        }
    }

    /// <summary>The number in one lane, reduced, as 32 bytes little-endian.</summary>
    public static void Encode(ref FieldLanes lanes, int lane, Span<byte> bytes)
    {
        Span<long> h = stackalloc long[FieldLanes.Limbs];
        Span<long> values = lanes.Values;
        for (int i = 0; i < FieldLanes.Limbs; i++)
        {
            h[i] = values[(8 * i) + lane];
        }

        // How often p fits in, found by carrying 19 times the top through; the limbs are small enough for it to be -1, 0 or 1.
        long quotient = ((19 * h[9]) + (1L << 24)) >> 25;
        for (int i = 0; i < FieldLanes.Limbs; i++)
        {
            quotient = (h[i] + quotient) >> Width(i);
        }

        long carry = 19 * quotient;
        Span<ulong> words = stackalloc ulong[5];
        words.Clear();
        for (int i = 0; i < FieldLanes.Limbs; i++)
        {
            long limb = h[i] + carry;
            carry = limb >> Width(i);
            ulong digits = (ulong)(limb - (carry << Width(i)));
            int offset = Offset(i);
            words[offset >> 6] |= digits << (offset & 63);
            if ((offset & 63) + Width(i) > 64)
            {
                words[(offset >> 6) + 1] |= digits >> (64 - (offset & 63));
            }
        }

        for (int i = 0; i < 4; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(bytes[(8 * i)..], words[i]);
        }
    }

    private static int Width(int limb) => 26 - (limb & 1);

    private static int Offset(int limb) => (51 * (limb >> 1)) + (26 * (limb & 1));
}
