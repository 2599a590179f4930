using System.Text.Json;
using DeAI.Chain.Cryptography.Sodium;
using DeAI.Chain.Primitives;
using DeAI.Chain.Tests;
using Xunit.Abstractions;

namespace DeAI.Chain.Cryptography.Tests;

public sealed class Ed25519Tests(ITestOutputHelper output)
{
    /// <summary>(0, -1), the point of order 2.</summary>
    private static readonly byte[] OrderTwo = [0xec, .. Enumerable.Repeat((byte)0xff, 30), 0x7f];

    [Fact]
    public void Verify_Wycheproof_AgreesWithEveryVerdict()
    {
        if (!VectorFiles.TryOpen("wycheproof_ed25519.json", output, out JsonDocument document))
        {
            return;
        }

        int tests = 0;
        foreach (JsonElement group in document.Groups())
        {
            PublicKey key = new(group.GetProperty("publicKey").Bytes("pk"));
            foreach (JsonElement test in group.Tests())
            {
                tests++;
                byte[] signature = test.Bytes("sig");
                bool accepted = signature.Length == Signature.Length && Ed25519.Verify(key, test.Bytes("msg"), new Signature(signature));
                Assert.True(accepted == (test.Text("result") == "valid"), test.Name());
            }
        }

        Assert.Equal(151, tests);
    }

    /// <summary>
    /// Which of the disputed signatures pass ("Taming the many EdDSAs", Chalkias et al., table 2): of cases 0 to 11 only number 3 (mixed
    /// orders, valid without cofactor). A library whose rule differs must never join the network; this test keeps it out.
    /// </summary>
    [Fact]
    public void Verify_DisputedSignatures_OnlyCaseThreePasses()
    {
        if (!VectorFiles.TryOpen("ed25519_speccheck.json", output, out JsonDocument document))
        {
            return;
        }

        List<int> accepted = [];
        List<int> validKeys = [];
        int i = 0;
        foreach (JsonElement test in document.RootElement.EnumerateArray())
        {
            PublicKey key = new(test.Bytes("pub_key"));
            if (Ed25519.Verify(key, test.Bytes("message"), new Signature(test.Bytes("signature"))))
            {
                accepted.Add(i);
            }

            if (Ed25519.IsValidPublicKey(key))
            {
                validKeys.Add(i);
            }

            i++;
        }

        output.WriteLine($"accepted {string.Join(',', accepted)}; prime-order keys in {string.Join(',', validKeys)}");
        Assert.Equal([3], accepted);
        Assert.DoesNotContain(3, validKeys); // Registration refuses that key, so the case cannot arise on the chain.
    }

    [Fact]
    public void Verify_AnyBitFlipped_IsFalse()
    {
        using SigningKey key = SigningKey.FromSeed(Seed(1));
        byte[] message = [1, 2, 3];
        byte[] signature = key.Sign(message).ToArray();
        for (int bit = 0; bit < 512; bit++)
        {
            byte[] changed = [.. signature];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Ed25519.Verify(key.PublicKey, message, new Signature(changed)), $"bit {bit}");
        }

        Assert.False(Ed25519.Verify(key.PublicKey, [1, 2, 4], new Signature(signature)));
        Assert.False(Ed25519.Verify(default, message, new Signature(signature)));
        Assert.False(Ed25519.Verify(key.PublicKey, message, default));
    }

    [Fact]
    public void Verify_RandomInputs_NeverThrowsAndIsFalse()
    {
        Random random = new(3);
        byte[] bytes = new byte[96];
        for (int i = 0; i < 5000; i++)
        {
            random.NextBytes(bytes);
            Assert.False(Ed25519.Verify(new PublicKey(bytes.AsSpan(0, 32)), bytes, new Signature(bytes.AsSpan(32))));
        }
    }

    [Fact]
    public void IsValidPublicKey_KeysOfSeeds_AreValid()
    {
        for (byte i = 0; i < 50; i++)
        {
            using SigningKey key = SigningKey.FromSeed(Seed(i));
            Assert.True(Ed25519.IsValidPublicKey(key.PublicKey));
        }
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")] // order 4
    [InlineData("0000000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")] // identity
    [InlineData("0100000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")] // order 2
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")] // order 8
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")] // y = p
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")] // y = p + 1
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000")] // no point has y = 2
    public void IsValidPublicKey_SmallOrderOrNoPoint_IsFalse(string key)
    {
        Assert.True(Bytes32.TryParse(key, out Bytes32 bytes));
        Assert.False(Ed25519.IsValidPublicKey(new PublicKey(bytes)));
    }

    /// <summary>The first is what CVE-2025-69277 lets pass in builds of libsodium 1.0.18 without the repair (Debian's has it).</summary>
    [Theory]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")]
    public void IsValidPublicKey_MixedOrder_IsFalse(string torsion)
    {
        using SigningKey key = SigningKey.FromSeed(Seed(9));
        byte[] mixed = new byte[32];
        Assert.Equal(0, SodiumNative.PointAdd(mixed, key.PublicKey.ToArray(), Convert.FromHexString(torsion)));
        Assert.NotEqual(key.PublicKey.ToArray(), mixed);
        Assert.False(Ed25519.IsValidPublicKey(new PublicKey(mixed)));
    }

    /// <summary>Our own criterion, by additions only, so that it is tested under a library whose multiplication refuses such points.</summary>
    [Theory]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")]
    public void IsNegation_MixedOrder_IsFalse(string torsion)
    {
        using SigningKey key = SigningKey.FromSeed(Seed(9));
        byte[] pure = key.PublicKey.ToArray();
        byte[] mixed = new byte[32];
        Assert.Equal(0, SodiumNative.PointAdd(mixed, pure, Convert.FromHexString(torsion)));
        Assert.True(EdwardsGroup.IsNegation(TimesOrderMinusOne(pure), pure));
        Assert.False(EdwardsGroup.IsNegation(TimesOrderMinusOne(mixed), mixed));
    }

    [Fact]
    public void ExportSeed_Key_GivesTheSeedBack()
    {
        byte[] exported = new byte[32];
        using SigningKey key = SigningKey.FromSeed(Seed(5));
        key.ExportSeed(exported);
        Assert.Equal(Seed(5), exported);
        Assert.Throws<ArgumentException>(() => key.ExportSeed(new byte[31]));
        Assert.Throws<ArgumentException>(() => SigningKey.FromSeed(new byte[33]));
    }

    [Fact]
    public void Sign_AfterDispose_Throws()
    {
        SigningKey key = SigningKey.FromSeed(Seed(5));
        key.Dispose();
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.Sign([1]));
        Assert.Throws<ObjectDisposedException>(() => key.ExportSeed(new byte[32]));
    }

    [Fact]
    public void Sign_ManyThreads_EveryResultIsTheSame()
    {
        using SigningKey key = SigningKey.FromSeed(Seed(5));
        Signature expected = key.Sign("m"u8);
        Parallel.For(0, 500, _ => Assert.Equal(expected, key.Sign("m"u8)));
    }

    internal static byte[] Seed(byte fill) => [.. Enumerable.Repeat(fill, 32)];

    private static byte[] TimesOrderMinusOne(byte[] point)
    {
        byte[] order = Convert.FromHexString("ecd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        byte[] product = [1, .. new byte[31]];
        for (int bit = 252; bit >= 0; bit--)
        {
            Assert.Equal(0, SodiumNative.PointAdd(product, product, product));
            if (((order[bit / 8] >> (bit % 8)) & 1) != 0)
            {
                Assert.Equal(0, SodiumNative.PointAdd(product, product, point));
            }
        }

        return product;
    }

    internal static byte[] PlusOrderTwo(byte[] point)
    {
        byte[] mixed = new byte[32];
        Assert.Equal(0, SodiumNative.PointAdd(mixed, point, OrderTwo));
        return mixed;
    }
}
