using System.Security.Cryptography;
using System.Text.Json;
using DeAI.Chain.Cryptography.Lanes;
using DeAI.Chain.Cryptography.Sodium;
using DeAI.Chain.Primitives;
using DeAI.Chain.Tests;
using Xunit.Abstractions;

namespace DeAI.Chain.Cryptography.Tests;

/// <summary>The lanes by themselves against libsodium: on honest signatures, damaged ones, and ones made to be disputed.</summary>
public sealed class LanesTests(ITestOutputHelper output)
{
    private static readonly byte[] Order =
        Convert.FromHexString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

    /// <summary>One point of each order 8, 4, 2 and 1, and their negatives where they differ.</summary>
    private static readonly byte[][] SmallOrder =
    [
        Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"),
        Convert.FromHexString("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        Convert.FromHexString("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"),
        Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000080"),
        Convert.FromHexString("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000000"),
    ];

    private readonly Random _random = new(20261122);

    public static bool Supported(ITestOutputHelper output)
    {
        if (!LaneCheck.IsSupported)
        {
            output.WriteLine("skipped: this processor has no AVX-512, so libsodium checks every signature here");
        }

        return LaneCheck.IsSupported;
    }

    [Fact]
    public void SelfTest_Here_Passes() => Assert.Equal(Supported(output), LaneCheck.IsSupported && LaneSelfTest.Passes());

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void Run_HonestSignatures_AreAllGood(int count)
    {
        for (int round = 0; Supported(output) && round < 50; round++)
        {
            SignatureCheck[] checks = [.. Enumerable.Range(0, count).Select(_ => Honest(Bytes(32)))];
            Assert.All(Run(checks), Assert.True);
        }
    }

    [Fact]
    public void Run_AnyBitFlipped_IsRefused()
    {
        if (!Supported(output))
        {
            return;
        }

        SignatureCheck honest = Honest(Bytes(32));
        CombTable table = LaneCheck.Prepare([honest.Key])[0];
        for (int bit = 0; bit < 768; bit += 6)
        {
            SignatureCheck[] checks = [.. Enumerable.Range(bit, 6).Select(place => Flipped(honest, place)), honest];
            bool[] good = new bool[checks.Length];
            LaneCheck.Run(checks, [.. Enumerable.Repeat(table, checks.Length)], good);
            Assert.Equal([false, false, false, false, false, false, true], good);
        }
    }

    [Fact]
    public void Run_ResponseNotReduced_IsRefused()
    {
        SignatureCheck honest = Honest(Bytes(32));
        byte[] response = honest.Signature.S.ToArray();
        int carry = 0;
        for (int i = 0; i < 32; i++)
        {
            carry += response[i] + Order[i];
            response[i] = (byte)carry;
            carry >>= 8;
        }

        SignatureCheck stretched = honest with { Signature = new Signature(honest.Signature.R, new Bytes32(response)) };
        Assert.False(Sodium(stretched));
        Assert.True(!Supported(output) || Run([stretched, honest]) is [false, true]);
    }

    /// <summary>
    /// A key with a component of small order: without the cofactor an equation holds only if the challenge cancels that component. The lanes
    /// must find exactly those that libsodium finds.
    /// </summary>
    [Fact]
    public void Run_KeysOfMixedOrder_AgreesWithLibsodium()
    {
        int accepted = 0;
        for (int round = 0; Supported(output) && round < 40; round++)
        {
            SignatureCheck[] checks = [.. SmallOrder.Select(torsion => Crafted(Bytes(32), torsion, nonce: Scalar()))];
            bool[] expected = [.. checks.Select(Sodium)];
            accepted += expected.Count(static good => good);
            Assert.Equal(expected, Run(checks));
        }

        Assert.True(!LaneCheck.IsSupported || accepted is > 60 and < 200, $"{accepted} of 320: an eighth for order 8, and so on");
    }

    /// <summary>R of small order with an equation that holds: S = H a and R what the small component leaves. libsodium refuses all of them.</summary>
    [Fact]
    public void Run_CommitmentOfSmallOrder_IsRefused()
    {
        int holds = 0;
        for (int round = 0; Supported(output) && round < 40; round++)
        {
            byte[] message = Bytes(32);
            foreach (byte[] commitment in SmallOrder)
            {
                SignatureCheck check = Crafted(message, SmallOrder[0], nonce: new byte[32], commitment);
                holds += EquationHolds(check) ? 1 : 0;
                Assert.False(Sodium(check));
                Assert.False(Run([check])[0]);
            }
        }

        Assert.True(!LaneCheck.IsSupported || holds > 10, $"the equation held {holds} times: too seldom to show anything");
    }

    [Fact]
    public void Run_DisputedSignatures_AcceptsTheOneThatLibsodiumAccepts()
    {
        if (!Supported(output) || !VectorFiles.TryOpen("ed25519_speccheck.json", output, out JsonDocument document))
        {
            return;
        }

        List<int> accepted = [];
        int i = -1;
        foreach (JsonElement test in document.RootElement.EnumerateArray())
        {
            i++;
            byte[] key = test.Bytes("pub_key");
            SignatureCheck check = new(new PublicKey(key), new Hash256(test.Bytes("message")), new Signature(test.Bytes("signature")));
            if (!EdwardsGroup.TryClearCofactor(key, new byte[32]))
            {
                Assert.Throws<ArgumentException>(() => LaneCheck.Prepare([check.Key]));
            }
            else if (Run([check])[0])
            {
                accepted.Add(i);
            }
        }

        Assert.Equal([3], accepted);
    }

    [Fact]
    public void TryDecode_EncodingsThatAreNoPoint_AreRefused()
    {
        Assert.False(CurvePoint.TryDecode([0xed, .. Enumerable.Repeat((byte)0xff, 30), 0x7f], out _));
        Assert.False(CurvePoint.TryDecode([1, .. new byte[30], 0x80], out _));
        int points = Enumerable.Range(0, 200).Count(_ => CurvePoint.TryDecode(Bytes(32), out CurvePoint _));
        Assert.InRange(points, 60, 140);
    }

    internal static bool Sodium(SignatureCheck check) => Ed25519.Verify(check.Key, check.Message.ToArray(), check.Signature);

    private static bool[] Run(ReadOnlySpan<SignatureCheck> checks)
    {
        PublicKey[] keys = new PublicKey[checks.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = checks[i].Key;
        }

        bool[] good = new bool[checks.Length];
        LaneCheck.Run(checks, LaneCheck.Prepare(keys), good);
        return good;
    }

    private static SignatureCheck Flipped(SignatureCheck honest, int bit)
    {
        byte[] all = [.. honest.Signature.ToArray(), .. honest.Message.ToArray()];
        all[bit / 8] ^= (byte)(1 << (bit % 8));
        return honest with { Signature = new Signature(all.AsSpan(0, 64)), Message = new Hash256(all.AsSpan(64)) };
    }

    private static byte[] Challenge(byte[] commitment, byte[] key, byte[] message)
    {
        byte[] challenge = new byte[32];
        SodiumNative.ScalarReduce(challenge, SHA512.HashData([.. commitment, .. key, .. message]));
        return challenge;
    }

    /// <summary>Whether H A = S B - R for an R of small order, by libsodium's arithmetic: H times the small component is a sum of it with itself.</summary>
    private static bool EquationHolds(SignatureCheck check)
    {
        byte[] challenge = Challenge(check.Signature.R.ToArray(), check.Key.Value.ToArray(), check.Message.ToArray());
        byte[] sum = [1, .. new byte[31]];
        for (int i = 0; i < (challenge[0] & 7); i++)
        {
            SodiumNative.PointAdd(sum, sum, SmallOrder[0]);
        }

        byte[] rest = new byte[32];
        SodiumNative.PointAdd(rest, sum, check.Signature.R.ToArray());
        return rest[0] == 1 && rest.AsSpan(1).IndexOfAnyExcept((byte)0) < 0;
    }

    /// <summary>A signature by the rules for key a B + torsion, with a given nonce r: R = r B unless another R is forced, S = r + H a.</summary>
    private SignatureCheck Crafted(byte[] message, byte[] torsion, byte[] nonce, byte[]? commitment = null)
    {
        byte[] secret = Scalar();
        byte[] key = new byte[32];
        Assert.Equal(0, SodiumNative.BaseMultiply(key, secret));
        Assert.Equal(0, SodiumNative.PointAdd(key, key, torsion));
        if (commitment is null)
        {
            commitment = new byte[32];
            Assert.Equal(0, SodiumNative.BaseMultiply(commitment, nonce));
        }

        byte[] response = new byte[32];
        SodiumNative.ScalarMultiply(response, Challenge(commitment, key, message), secret);
        SodiumNative.ScalarAdd(response, response, nonce);
        return new SignatureCheck(new PublicKey(key), new Hash256(message), new Signature(new Bytes32(commitment), new Bytes32(response)));
    }

    private SignatureCheck Honest(byte[] message)
    {
        using SigningKey key = SigningKey.FromSeed(Bytes(32));
        return new SignatureCheck(key.PublicKey, new Hash256(message), key.Sign(message));
    }

    private byte[] Scalar()
    {
        byte[] scalar = new byte[32];
        SodiumNative.ScalarReduce(scalar, Bytes(64));
        return scalar;
    }

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
