using System.Numerics;
using System.Security.Cryptography;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Client.Tests.Foreign;

/// <summary>
/// Signatures of which a verifier that does not look for points of small order says that they hold: S B = R + H(R, A, M) A is true of them.
/// </summary>
internal static class SmallOrder
{
    private static readonly BigInteger L = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>All points of small order but y = 0 with sign 0, whose encoding is no key at all: y of 1, p - 1, 0, y8, p - y8 and their signs.</summary>
    public static IReadOnlyList<string> Keys { get; } =
    [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    ];

    /// <summary>The identity again, with y = p + 1: not the key's canonical form.</summary>
    public const string NotCanonical = "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f";

    /// <summary>Under a key of small order, by nobody: R = S B, where H(R, A, M) is a multiple of 8.</summary>
    public static byte[] SignUnder(byte[] key, byte[] message)
    {
        for (int i = 1; ; i++)
        {
            byte[] seed = AssembledChain.Seed(i);
            byte[] r = SigningKey.FromSeed(seed).PublicKey.Value.ToArray();
            if ((Challenge(r, key, message) % 8).IsZero)
            {
                return [.. r, .. Bytes(Scalar(seed) % L)];
            }
        }
    }

    /// <summary>With the identity as R: S = H(R, A, M) a.</summary>
    public static byte[] SignWithoutR(byte[] seed, byte[] message)
    {
        byte[] r = Convert.FromHexString(Keys[0]);
        BigInteger challenge = Challenge(r, SigningKey.FromSeed(seed).PublicKey.Value.ToArray(), message);
        return [.. r, .. Bytes(challenge * Scalar(seed) % L)];
    }

    /// <summary>S + L in the place of S.</summary>
    public static byte[] Larger(Signature signature) =>
        [.. signature.R.ToArray(), .. Bytes(new BigInteger(signature.S.ToArray(), isUnsigned: true) + L)];

    private static BigInteger Challenge(byte[] r, byte[] key, byte[] message) => new BigInteger(SHA512.HashData([.. r, .. key, .. message]), isUnsigned: true) % L;

    private static BigInteger Scalar(byte[] seed)
    {
        byte[] half = SHA512.HashData(seed)[..32];
        half[0] &= 0xf8;
        half[31] = (byte)((half[31] & 0x7f) | 0x40);
        return new BigInteger(half, isUnsigned: true);
    }

    private static byte[] Bytes(BigInteger value)
    {
        byte[] bytes = new byte[32];
        return value.TryWriteBytes(bytes, out _, isUnsigned: true) ? bytes : throw new ArgumentOutOfRangeException(nameof(value));
    }
}
