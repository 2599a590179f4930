using System.Security.Cryptography;
using DeAI.Chain.Cryptography.Sodium;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Cryptography.Tests;

public sealed class VrfTests
{
    /// <summary>RFC 9381, appendix B.3, examples 16 to 18: seed, public key, alpha, pi, beta.</summary>
    public static TheoryData<string, string, string, string, string> Examples => new()
    {
        {
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "8657106690b5526245a92b003bb079ccd1a92130477671f6fc01ad16f26f723f26f8a57ccaed74ee1b190bed1f479d97"
            + "27d2d0f9b005a6e456a35d4fb0daab1268a1b0db10836d9826a528ca76567805",
            "90cf1df3b703cce59e2a35b925d411164068269d7b2d29f3301c03dd757876ff"
            + "66b71dda49d2de59d03450451af026798e8f81cd2e333de5cdf4f3e140fdd8ae"
        },
        {
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "f3141cd382dc42909d19ec5110469e4feae18300e94f304590abdced48aed5933bf0864a62558b3ed7f2fea45c92a465"
            + "301b3bbf5e3e54ddf2d935be3b67926da3ef39226bbc355bdc9850112c8f4b02",
            "eb4440665d3891d668e7e0fcaf587f1b4bd7fbfe99d0eb2211ccec90496310eb"
            + "5e33821bc613efb94db5e5b54c70a848a0bef4553a41befc57663b56373a5031"
        },
        {
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "9bc0f79119cc5604bf02d23b4caede71393cedfbb191434dd016d30177ccbf8096bb474e53895c362d8628ee9f9ea3c0"
            + "e52c7a5c691b6c18c9979866568add7a2d41b00b05081ed0f58ee5e31b3a970e",
            "645427e5d00c62a23fb703732fa5d892940935942101e456ecca7bb217c61c45"
            + "2118fec1219202a0edcf038bb6373241578be7217ba85a2687f7a0310b2df19f"
        },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void ProveAndVerify_RfcExample_GivesItsBytes(string seed, string publicKey, string alpha, string pi, string beta)
    {
        using SigningKey key = SigningKey.FromSeed(Convert.FromHexString(seed));
        byte[] input = Convert.FromHexString(alpha);

        VrfProof proof = Vrf.Prove(key, input);

        Assert.Equal(publicKey, key.PublicKey.ToString());
        Assert.Equal(pi, proof.ToString());
        Assert.True(Vrf.TryVerify(key.PublicKey, input, proof, out VrfOutput output));
        Assert.Equal(beta, output.ToString());
        Assert.Equal(proof, Canonical.Decode<VrfProof>(Canonical.Encode(proof)).Value);
    }

    [Fact]
    public void TryVerify_ManyInputs_AcceptsItsOwnProofsWithDistinctOutputs()
    {
        using SigningKey key = SigningKey.FromSeed(Ed25519Tests.Seed(4));
        HashSet<VrfOutput> outputs = [];
        for (int i = 0; i < 100; i++)
        {
            byte[] alpha = new byte[i];
            VrfProof proof = Vrf.Prove(key, alpha);
            Assert.Equal(proof, Vrf.Prove(key, alpha));
            Assert.True(Vrf.TryVerify(key.PublicKey, alpha, proof, out VrfOutput output));
            Assert.True(outputs.Add(output));
        }
    }

    [Fact]
    public void TryVerify_AnyBitFlipped_IsFalse()
    {
        using SigningKey key = SigningKey.FromSeed(Ed25519Tests.Seed(4));
        byte[] bytes = Vrf.Prove(key, "a"u8).ToArray();
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] changed = [.. bytes];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Vrf.TryVerify(key.PublicKey, "a"u8, new VrfProof(changed), out VrfOutput output), $"bit {bit}");
            Assert.Equal(default, output);
        }
    }

    [Fact]
    public void TryVerify_OtherKeyOrInput_IsFalse()
    {
        using SigningKey key = SigningKey.FromSeed(Ed25519Tests.Seed(4));
        using SigningKey other = SigningKey.FromSeed(Ed25519Tests.Seed(6));
        VrfProof proof = Vrf.Prove(key, "a"u8);
        Assert.False(Vrf.TryVerify(other.PublicKey, "a"u8, proof, out _));
        Assert.False(Vrf.TryVerify(key.PublicKey, "b"u8, proof, out _));
        Assert.False(Vrf.TryVerify(key.PublicKey, default, proof, out _));
        Assert.False(Vrf.TryVerify(default, "a"u8, proof, out _));
        Assert.False(Vrf.TryVerify(key.PublicKey, "a"u8, default, out _));
    }

    /// <summary>s and s + L are the same number: only the smaller one is a proof.</summary>
    [Fact]
    public void TryVerify_ResponseNotReduced_IsFalse()
    {
        using SigningKey key = SigningKey.FromSeed(Ed25519Tests.Seed(4));
        byte[] bytes = Vrf.Prove(key, "a"u8).ToArray();
        byte[] order = Convert.FromHexString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        int carry = 0;
        for (int i = 0; i < 32; i++)
        {
            carry += bytes[48 + i] + order[i];
            bytes[48 + i] = (byte)carry;
            carry >>= 8;
        }

        Assert.Equal(0, carry);
        Assert.False(Vrf.TryVerify(key.PublicKey, "a"u8, new VrfProof(bytes), out _));
    }

    /// <summary>
    /// Whoever has the key can add the point of order 2 to Gamma and, when c comes out even, has a second proof that the RFC's equations
    /// accept. Builds of libsodium without the repair of CVE-2025-69277 do not see that order; our own check does under all of them.
    /// </summary>
    [Fact]
    public void TryVerify_GammaOfMixedOrder_IsFalse()
    {
        using SigningKey key = SigningKey.FromSeed(Ed25519Tests.Seed(4));
        byte[] publicKey = key.PublicKey.ToArray();
        byte[] secret = new byte[32];
        byte[] wide = SHA512.HashData(Ed25519Tests.Seed(4));
        wide.AsSpan(32).Clear();
        wide[0] &= 0xf8;
        wide[31] = (byte)((wide[31] & 0x7f) | 0x40);
        SodiumNative.ScalarReduce(secret, wide);
        int crafted = 0;
        for (byte n = 0; n < 16; n++)
        {
            byte[] alpha = [n];
            byte[] input = HashToCurve(publicKey, alpha);
            byte[] honest = new byte[32];
            byte[] nonce = new byte[32];
            byte[] u = new byte[32];
            byte[] v = new byte[32];
            SodiumNative.ScalarReduce(nonce, SHA512.HashData(alpha));
            SodiumNative.PointMultiply(honest, secret, input);
            SodiumNative.BaseMultiply(u, nonce);
            SodiumNative.PointMultiply(v, nonce, input);

            foreach (byte[] gamma in new[] { honest, Ed25519Tests.PlusOrderTwo(honest) })
            {
                byte[] c = [.. SHA512.HashData([3, 2, .. publicKey, .. input, .. gamma, .. u, .. v, 0]).AsSpan(0, 16), .. new byte[16]];
                byte[] s = new byte[32];
                SodiumNative.ScalarMultiply(s, c, secret);
                SodiumNative.ScalarAdd(s, s, nonce);
                VrfProof proof = new([.. gamma, .. c.AsSpan(0, 16), .. s]);
                Assert.Equal(ReferenceEquals(gamma, honest), Vrf.TryVerify(key.PublicKey, alpha, proof, out _));
                crafted += !ReferenceEquals(gamma, honest) && (c[0] & 1) == 0 ? 1 : 0;
            }
        }

        Assert.True(crafted > 0);
    }

    [Theory]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")]
    public void TryVerify_LowOrderKeyOrGamma_IsFalse(string point)
    {
        Assert.True(Bytes32.TryParse(point, out Bytes32 low));
        using SigningKey key = SigningKey.FromSeed(Ed25519Tests.Seed(4));
        VrfProof proof = Vrf.Prove(key, "a"u8);
        Assert.False(Vrf.TryVerify(new PublicKey(low), "a"u8, proof, out _));
        Assert.False(Vrf.TryVerify(key.PublicKey, "a"u8, proof with { Gamma = low }, out _));
        Assert.False(Vrf.TryVerify(new PublicKey(low), "a"u8, proof with { Gamma = low }, out _));
    }

    [Fact]
    public void TryVerify_RandomProofs_NeverThrowsAndIsFalse()
    {
        Random random = new(11);
        using SigningKey key = SigningKey.FromSeed(Ed25519Tests.Seed(4));
        VrfProof genuine = Vrf.Prove(key, "a"u8);
        byte[] bytes = new byte[112];
        for (int i = 0; i < 1500; i++)
        {
            random.NextBytes(bytes);
            bytes[79] &= 0x0f;
            VrfProof proof = new(bytes.AsSpan(0, 80));
            Assert.False(Vrf.TryVerify(key.PublicKey, "a"u8, proof, out _));
            Assert.False(Vrf.TryVerify(key.PublicKey, "a"u8, proof with { Gamma = genuine.Gamma }, out _));
            Assert.False(Vrf.TryVerify(new PublicKey(bytes.AsSpan(80)), "a"u8, proof, out _));
        }
    }

    [Fact]
    public void Decode_AnotherLength_IsRefused()
    {
        CanonicalWriter writer = new();
        writer.WriteBinary(new byte[79]);
        Assert.Equal(EncodingErrors.WrongLength, Canonical.Decode<VrfProof>(writer.WrittenSpan).Refusal!.Code);
        writer.Clear();
        writer.WriteBinary(new byte[81]);
        Assert.Equal(EncodingErrors.WrongLength, Canonical.Decode<VrfProof>(writer.WrittenSpan).Refusal!.Code);
    }

    private static byte[] HashToCurve(byte[] publicKey, byte[] alpha)
    {
        byte[] point = new byte[32];
        for (byte counter = 0; ; counter++)
        {
            byte[] digest = SHA512.HashData([3, 1, .. publicKey, .. alpha, counter, 0]);
            if (EdwardsGroup.TryClearCofactor(digest.AsSpan(0, 32), point))
            {
                return point;
            }
        }
    }
}
