using System.Numerics;

namespace DeAI.Chain.Cryptography.Lanes;

/// <summary>A point of edwards25519 by its coordinates, both below p.</summary>
internal readonly record struct CurvePoint(BigInteger X, BigInteger Y)
{
    /// <summary>Decoded as in RFC 8032, section 5.1.3.</summary>
    /// <param name="encoded">32 bytes, little-endian y with the sign of x on top.</param>
    /// <param name="point">The point.</param>
    /// <returns>False if y is not below p or belongs to no point of the curve.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, out CurvePoint point)
    {
        point = default;
        BigInteger bits = new(encoded, isUnsigned: true);
        bool odd = bits >> 255 == BigInteger.One;
        BigInteger y = bits & ((BigInteger.One << 255) - 1);
        if (y >= FieldNumber.Prime)
        {
            return false;
        }

        BigInteger yy = y * y % FieldNumber.Prime;
        BigInteger xx = FieldNumber.Modulo((yy - 1) * FieldNumber.Invert(FieldNumber.Modulo((FieldNumber.D * yy) + 1)));
        BigInteger x = Root(xx);
        if (x * x % FieldNumber.Prime != xx || (x.IsZero && odd))
        {
            return false;
        }

        point = new CurvePoint(x.IsEven == odd ? FieldNumber.Prime - x : x, y);
        return true;
    }

    public CurvePoint Negated() => this with { X = FieldNumber.Modulo(-X) };

    /// <summary>Puts the point into one lane.</summary>
    public void Set(ref PointLanes lanes, int lane)
    {
        FieldNumber.Set(ref lanes.X, lane, X);
        FieldNumber.Set(ref lanes.Y, lane, Y);
        FieldNumber.Set(ref lanes.Z, lane, BigInteger.One);
        FieldNumber.Set(ref lanes.T, lane, X * Y % FieldNumber.Prime);
    }

    /// <summary>A square root if there is one: p = 5 (mod 8), so a power and, for the other half of the squares, a root of -1.</summary>
    private static BigInteger Root(BigInteger square)
    {
        BigInteger root = BigInteger.ModPow(square, (FieldNumber.Prime + 3) / 8, FieldNumber.Prime);
        return root * root % FieldNumber.Prime == square
            ? root
            : root * BigInteger.ModPow(2, (FieldNumber.Prime - 1) / 4, FieldNumber.Prime) % FieldNumber.Prime;
    }
}
