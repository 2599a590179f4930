using System.Text.Json;
using DeAI.Chain.Primitives;
using DeAI.Chain.Tests;
using Xunit.Abstractions;

namespace DeAI.Chain.Cryptography.Tests;

public sealed class AeadTests(ITestOutputHelper output)
{
    [Fact]
    public void SealAndOpen_Wycheproof_AgreesWithEveryVerdict()
    {
        if (!VectorFiles.TryOpen("wycheproof_xchacha20_poly1305.json", output, out JsonDocument document))
        {
            return;
        }

        int tests = 0;
        foreach (JsonElement test in document.Groups().SelectMany(g => g.Tests()))
        {
            tests++;
            byte[] key = test.Bytes("key");
            byte[] nonce = test.Bytes("iv");
            byte[] sealedBytes = [.. test.Bytes("ct"), .. test.Bytes("tag")];
            Result<byte[]> opened = Aead.Open(key, nonce, sealedBytes, test.Bytes("aad"));
            bool valid = test.Text("result") == "valid";
            Assert.True(opened.IsOk == valid, test.Name());
            if (valid)
            {
                Assert.Equal(test.Bytes("msg"), opened.Value);
                Assert.Equal(sealedBytes, Aead.Seal(key, nonce, test.Bytes("msg"), test.Bytes("aad")));
            }
            else
            {
                ReasonCode code = nonce.Length == Aead.NonceLength ? CryptographyErrors.AeadNotAuthentic : CryptographyErrors.AeadBadNonce;
                Assert.Equal(code, opened.Refusal!.Code);
            }
        }

        Assert.Equal(315, tests);
    }

    [Fact]
    public void Open_AnythingChanged_IsRefused()
    {
        byte[] key = Ed25519Tests.Seed(1);
        byte[] nonce = new byte[24];
        byte[] text = Aead.Seal(key, nonce, "secret"u8, "header"u8);
        for (int i = 0; i < text.Length; i++)
        {
            byte[] changed = [.. text];
            changed[i] ^= 1;
            Assert.Equal(CryptographyErrors.AeadNotAuthentic, Aead.Open(key, nonce, changed, "header"u8).Refusal!.Code);
        }

        Assert.False(Aead.Open(key, nonce, text, "Header"u8).IsOk);
        Assert.False(Aead.Open(Ed25519Tests.Seed(2), nonce, text, "header"u8).IsOk);
        for (int length = 0; length < Aead.TagLength; length++)
        {
            Assert.Equal(CryptographyErrors.AeadTooShort, Aead.Open(key, nonce, text.AsSpan(0, length), "header"u8).Refusal!.Code);
        }
    }

    [Fact]
    public void Seal_WrongLengths_Throws()
    {
        Assert.Throws<ArgumentException>(() => Aead.Seal(new byte[31], new byte[24], default, default));
        Assert.Throws<ArgumentException>(() => Aead.Seal(new byte[32], new byte[12], default, default));
        Assert.Throws<ArgumentException>(() => Aead.Open(new byte[33], new byte[24], new byte[16], default));
    }

    [Fact]
    public void DeriveKey_Wycheproof_GivesTheKeyOrThrowsOnTooMuch()
    {
        if (!VectorFiles.TryOpen("wycheproof_hkdf_sha256.json", output, out JsonDocument document))
        {
            return;
        }

        int tests = 0;
        foreach (JsonElement test in document.Groups().SelectMany(g => g.Tests()))
        {
            tests++;
            byte[] key = new byte[test.GetProperty("size").GetInt32()];
            if (test.Text("result") == "valid")
            {
                Hkdf.DeriveKey(test.Bytes("ikm"), test.Bytes("salt"), test.Bytes("info"), key);
                Assert.Equal(test.Bytes("okm"), key);
            }
            else
            {
                Assert.Throws<ArgumentOutOfRangeException>(() => Hkdf.DeriveKey(test.Bytes("ikm"), test.Bytes("salt"), test.Bytes("info"), key));
            }
        }

        Assert.Equal(86, tests);
    }
}
