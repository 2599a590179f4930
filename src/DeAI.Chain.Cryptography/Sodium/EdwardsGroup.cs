namespace DeAI.Chain.Cryptography.Sodium;

/// <summary>
/// Checks on encoded points and scalars of edwards25519 that libsodium leaves to its caller: the subgroup check of builds without the
/// repair of CVE-2025-69277 lets points with a component of order 2 pass, and the addition of every build takes any point of the curve.
/// </summary>
internal static class EdwardsGroup
{
    public const int Length = 32;

    /// <summary>p = 2^255 - 19, little-endian.</summary>
    private static ReadOnlySpan<byte> Prime =>
    [
        0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f,
    ];

    /// <summary>The group order L = 2^252 + 27742317777372353535851937790883648493, little-endian.</summary>
    private static ReadOnlySpan<byte> Order =>
    [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];

    private static ReadOnlySpan<byte> OrderMinusOne =>
    [
        0xec, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];

    public static bool IsCanonicalScalar(ReadOnlySpan<byte> scalar) => IsBelow(scalar, Order, topMask: 0xff);

    /// <summary>Whether y &lt; p. Says nothing about whether the point exists.</summary>
    public static bool IsCanonicalPoint(ReadOnlySpan<byte> point) => IsBelow(point, Prime, topMask: 0x7f);

    /// <summary>Whether the bytes are the one encoding of a point of order L exactly (so not the identity either).</summary>
    public static bool IsPrimeOrder(ReadOnlySpan<byte> point)
    {
        if (!IsCanonicalPoint(point))
        {
            return false;
        }

        Span<byte> product = stackalloc byte[Length];
        return SodiumNative.PointMultiply(product, OrderMinusOne, point) == 0 && IsNegation(product, point);
    }

    /// <summary>
    /// Whether (L - 1) P = -P, which holds exactly when L P = 0: L is odd, so no component of order 2, 4 or 8 survives the comparison.
    /// </summary>
    /// <param name="product">(L - 1) P.</param>
    /// <param name="point">P.</param>
    internal static bool IsNegation(ReadOnlySpan<byte> product, ReadOnlySpan<byte> point) =>
        product[..31].SequenceEqual(point[..31]) && (product[31] ^ 0x80) == point[31];

    /// <summary>8 P by three doublings.</summary>
    /// <returns>False if the bytes are no canonical point, or if 8 P is the identity (P has a small order).</returns>
    public static bool TryClearCofactor(ReadOnlySpan<byte> point, Span<byte> cleared)
    {
        if (!IsCanonicalPoint(point)
            || SodiumNative.PointAdd(cleared, point, point) != 0
            || SodiumNative.PointAdd(cleared, cleared, cleared) != 0
            || SodiumNative.PointAdd(cleared, cleared, cleared) != 0)
        {
            return false;
        }

        return cleared[0] != 1 || cleared[1..].ContainsAnyExcept((byte)0);
    }

    private static bool IsBelow(ReadOnlySpan<byte> value, ReadOnlySpan<byte> bound, byte topMask)
    {
        for (int i = Length - 1; i >= 0; i--)
        {
            int digit = i == Length - 1 ? value[i] & topMask : value[i];
            if (digit != bound[i])
            {
                return digit < bound[i];
            }
        }

        return false;
    }
}
