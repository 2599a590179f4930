using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using DeAI.Chain.Cryptography.Sodium;

namespace DeAI.Chain.Cryptography.Lanes;

/// <summary>
/// Up to eight checks of the rule of <see cref="Ed25519"/> side by side, for keys whose <see cref="CombTable"/> exists. It is the same
/// equation, and no random combination of several: each signature is found good or bad by itself.
/// </summary>
internal static class LaneCheck
{
    /// <summary>Checks in one go.</summary>
    public const int Width = 8;

    private const int KeyWindow = 4;
    private const int BaseWindow = 8;

    /// <summary>Digits of four bits in what lies between two teeth.</summary>
    private const int Steps = 16;

    private static readonly Lazy<CombTable[]> Base = new(BuildBase);

    public static bool IsSupported => Avx512F.IsSupported && Avx2.IsSupported;

    /// <summary>The canonical y of small order are 0, 1, -1, this and its negative (both of order 8), little-endian.</summary>
    private static ReadOnlySpan<byte> OrderEight =>
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
        0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
    ];

    private static ReadOnlySpan<byte> MinusOrderEight =>
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
        0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
    ];

    private static ReadOnlySpan<byte> MinusOne =>
    [
        0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f,
    ];

    /// <summary>Tables for keys that are canonical, on the curve and of no small order: for those that the rule accepts at all.</summary>
    /// <param name="keys">At most <see cref="Width"/>; such as a signature was once good for.</param>
    public static CombTable[] Prepare(ReadOnlySpan<PublicKey> keys)
    {
        CurvePoint[] points = new CurvePoint[keys.Length];
        Span<byte> bytes = stackalloc byte[Bytes32.Length];
        Span<byte> cleared = stackalloc byte[Bytes32.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i].CopyTo(bytes);
            points[i] = EdwardsGroup.TryClearCofactor(bytes, cleared) && CurvePoint.TryDecode(bytes, out CurvePoint point)
                ? point.Negated()
                : throw new ArgumentException("A key that no signature is good for.", nameof(keys));
        }

        return CombTable.Build(points, KeyWindow);
    }

    /// <summary>Whether S B - H(R, A, M) A encodes to R, for each.</summary>
    /// <param name="checks">One to eight.</param>
    /// <param name="tables">Of their keys, made by <see cref="Prepare"/>.</param>
    /// <param name="good">One for each check. False says only that this way found no proof.</param>
    public static void Run(ReadOnlySpan<SignatureCheck> checks, ReadOnlySpan<CombTable> tables, Span<bool> good)
    {
        Span<byte> hashes = stackalloc byte[Width * Bytes32.Length];
        Span<byte> responses = stackalloc byte[Width * Bytes32.Length];
        Span<byte> commitments = stackalloc byte[Width * Bytes32.Length];
        CombTable[] keys = new CombTable[Width];
        hashes.Clear();
        responses.Clear();
        for (int lane = 0; lane < Width; lane++)
        {
            keys[lane] = tables[lane < checks.Length ? lane : 0];
        }

        for (int lane = 0; lane < checks.Length; lane++)
        {
            Range part = new(lane * Bytes32.Length, (lane + 1) * Bytes32.Length);
            Challenge(checks[lane], hashes[part], commitments[part], responses[part]);
        }

        PointLanes sum = PointLanes.Identity;
        Combine(ref sum, keys, hashes, responses);
        Span<byte> encoded = stackalloc byte[Width * Bytes32.Length];
        Encode(ref sum, encoded);
        for (int lane = 0; lane < checks.Length; lane++)
        {
            Range part = new(lane * Bytes32.Length, (lane + 1) * Bytes32.Length);
            good[lane] = EdwardsGroup.IsCanonicalScalar(responses[part])
                && encoded[part].SequenceEqual(commitments[part])
                && !HasSmallOrder(encoded[part]);
        }
    }

    private static CombTable[] BuildBase()
    {
        // B has the y of 4 / 5 and the x that is even (RFC 8032, section 5.1).
        Span<byte> encoded = stackalloc byte[Bytes32.Length];
        encoded.Fill(0x66);
        encoded[0] = 0x58;
        CurvePoint.TryDecode(encoded, out CurvePoint point);
        CombTable[] tables = new CombTable[Width];
        tables.AsSpan().Fill(CombTable.Build([point], BaseWindow)[0]);
        return tables;
    }

    /// <summary>H(R, A, M) modulo L, and the two halves of the signature.</summary>
    private static void Challenge(in SignatureCheck check, Span<byte> hash, Span<byte> commitment, Span<byte> response)
    {
        Span<byte> hashed = stackalloc byte[3 * Bytes32.Length];
        Span<byte> signature = stackalloc byte[Signature.Length];
        Span<byte> wide = stackalloc byte[SHA512.HashSizeInBytes];
        check.Signature.CopyTo(signature);
        signature[..Bytes32.Length].CopyTo(hashed);
        check.Key.CopyTo(hashed[Bytes32.Length..]);
        check.Message.CopyTo(hashed[(2 * Bytes32.Length)..]);
        SHA512.HashData(hashed, wide);
        SodiumNative.ScalarReduce(hash, wide);
        signature[..Bytes32.Length].CopyTo(commitment);
        signature[Bytes32.Length..].CopyTo(response);
    }

    /// <summary>Adds S B + H (-A): from the highest digits down, all teeth of both combs before each shift by four bits.</summary>
    [SkipLocalsInit]
    private static void Combine(ref PointLanes sum, CombTable[] keys, ReadOnlySpan<byte> hashes, ReadOnlySpan<byte> responses)
    {
        CombTable[] bases = Base.Value;
        Span<int> rows = stackalloc int[Width];
        Unsafe.SkipInit(out PreparedLanes multiple);
        for (int step = Steps - 1; step >= 0; step--)
        {
            bool withBase = (step & 1) == 0;
            for (int tooth = 0; tooth < CombTable.Teeth; tooth++)
            {
                for (int lane = 0; lane < Width; lane++)
                {
                    int pair = hashes[(lane * Bytes32.Length) + (8 * tooth) + (step >> 1)];
                    rows[lane] = keys[lane].Row(tooth, withBase ? pair & 15 : pair >> 4);
                }

                multiple.Load(keys, rows);
                PointLanes.Add(ref sum, multiple, extended: withBase || tooth < CombTable.Teeth - 1);
            }

            for (int tooth = 0; withBase && tooth < CombTable.Teeth; tooth++)
            {
                for (int lane = 0; lane < Width; lane++)
                {
                    rows[lane] = bases[lane].Row(tooth, responses[(lane * Bytes32.Length) + (8 * tooth) + (step >> 1)]);
                }

                multiple.Load(bases, rows);
                PointLanes.Add(ref sum, multiple, extended: tooth < CombTable.Teeth - 1);
            }

            for (int bit = 3; step > 0 && bit >= 0; bit--)
            {
                PointLanes.Double(ref sum, extended: bit == 0);
            }
        }
    }

    private static void Encode(ref PointLanes point, Span<byte> encoded)
    {
        FieldLanes inverse = default;
        FieldLanes x = default;
        FieldLanes y = default;
        FieldLanes.Invert(ref inverse, point.Z);
        FieldLanes.Multiply(ref x, point.X, inverse);
        FieldLanes.Multiply(ref y, point.Y, inverse);
        Span<byte> other = stackalloc byte[Bytes32.Length];
        for (int lane = 0; lane < Width; lane++)
        {
            Span<byte> bytes = encoded.Slice(lane * Bytes32.Length, Bytes32.Length);
            FieldNumber.Encode(ref x, lane, other);
            FieldNumber.Encode(ref y, lane, bytes);
            bytes[^1] |= (byte)(other[0] << 7);
        }
    }

    private static bool HasSmallOrder(ReadOnlySpan<byte> encoded)
    {
        Span<byte> y = stackalloc byte[Bytes32.Length];
        encoded.CopyTo(y);
        y[^1] &= 0x7f;
        bool isZeroOrOne = y[0] <= 1 && !y[1..].ContainsAnyExcept((byte)0);
        return isZeroOrOne || y.SequenceEqual(OrderEight) || y.SequenceEqual(MinusOrderEight) || y.SequenceEqual(MinusOne);
    }
}
