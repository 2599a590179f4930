using DeAI.Chain.Primitives;

namespace DeAI.Chain.Cryptography.Tests;

public sealed class KeystoreTests
{
    [Theory]
    [InlineData(KdfStrength.Fast)]
    [InlineData(KdfStrength.Interactive)]
    public void Decrypt_RightPassphrase_GivesTheKeyBack(KdfStrength strength)
    {
        KeystoreFile file = Make(strength);
        using SigningKey expected = SigningKey.FromSeed(Ed25519Tests.Seed(3));
        KeystoreFile read = Keystore.FromJson(Keystore.ToJson(file)).Value;

        Assert.Equal(file, read);
        using SigningKey key = Keystore.Decrypt(read, "correct horse"u8).Value;
        Assert.Equal(expected.PublicKey, key.PublicKey);
        Assert.Equal(expected.Sign("m"u8), key.Sign("m"u8));
    }

    [Fact]
    public void Encrypt_Moderate_TakesThreePassesOver256MiB()
    {
        KeystoreKdf kdf = KeystoreKdf.Of(KdfStrength.Moderate, new byte[16]);
        Assert.Equal(3u, kdf.Operations);
        Assert.Equal(256UL << 20, kdf.MemoryBytes);
        Assert.True(kdf.IsWithinBounds);
    }

    [Fact]
    public void ToJson_Golden_NeverChanges()
    {
        const string Golden = """
            {
              "version": 1,
              "kind": "validator",
              "publicKey": "ed4928c628d1c2c6eae90338905995612959273a5c63f93636c14614ac8737d1",
              "kdf": {
                "algorithm": "argon2id13",
                "operations": 1,
                "memoryBytes": 8192,
                "salt": "07070707070707070707070707070707"
              },
              "cipher": {
                "algorithm": "xchacha20poly1305",
                "nonce": "080808080808080808080808080808080808080808080808"
              },
              "ciphertext": "4cb8574cc88d85915dadba6866c5c23d66d9a8856ae006a46b2b40b8bc1b68c71ceb820cebc381e3221fb125dac4c3c5"
            }

            """;
        Assert.Equal(Golden, Keystore.ToJson(Make(KdfStrength.Fast)));
    }

    [Fact]
    public void Decrypt_WrongPassphraseOrChangedField_IsRefused()
    {
        KeystoreFile file = Make(KdfStrength.Fast);
        using SigningKey other = SigningKey.FromSeed(Ed25519Tests.Seed(8));
        Expect(CryptographyErrors.KeystoreWrongPassphrase, Keystore.Decrypt(file, "correct horsf"u8));
        Expect(CryptographyErrors.KeystoreWrongPassphrase, Keystore.Decrypt(file, default));
        KeystoreFile[] changed =
        [
            file with { Kind = "agent" },
            file with { PublicKey = other.PublicKey },
            file with { Kdf = file.Kdf with { Operations = 2 } },
            file with { Kdf = file.Kdf with { MemoryBytes = 16384 } },
            file with { Kdf = file.Kdf with { Salt = new Blob(new byte[16]) } },
            file with { Nonce = new Blob(new byte[24]) },
            file with { Ciphertext = new Blob(new byte[48]) },
        ];
        foreach (KeystoreFile one in changed)
        {
            Expect(CryptographyErrors.KeystoreWrongPassphrase, Keystore.Decrypt(one, "correct horse"u8));
        }
    }

    [Theory]
    [InlineData(0u, 8192UL)]
    [InlineData(5u, 8192UL)]
    [InlineData(uint.MaxValue, 8192UL)]
    [InlineData(1u, 0UL)]
    [InlineData(1u, 8191UL)]
    [InlineData(1u, (1UL << 30) + 1)]
    [InlineData(1u, 100_000_000_000UL)]
    [InlineData(1u, ulong.MaxValue)]
    public void Decrypt_CostOutOfBounds_IsRefusedBeforeAnyWork(uint operations, ulong memory)
    {
        KeystoreFile file = Make(KdfStrength.Fast);
        KeystoreFile costly = file with { Kdf = file.Kdf with { Operations = operations, MemoryBytes = memory } };
        Expect(CryptographyErrors.KeystoreCostOutOfBounds, Keystore.Decrypt(costly, "correct horse"u8));
        Expect(CryptographyErrors.KeystoreCostOutOfBounds, Keystore.FromJson(Keystore.ToJson(costly)));
    }

    [Fact]
    public void FromJson_BadFields_IsRefusedWithTheirReason()
    {
        string json = Keystore.ToJson(Make(KdfStrength.Fast));
        Check("\"version\": 1", "\"version\": 2", CryptographyErrors.KeystoreBadVersion);
        Check("validator", "Validator", CryptographyErrors.KeystoreBadKind);
        Check("validator", new string('a', 33), CryptographyErrors.KeystoreBadKind);
        Check("validator", "", CryptographyErrors.KeystoreBadKind);
        Check("argon2id13", "argon2i13", CryptographyErrors.KeystoreUnknownAlgorithm);
        Check("xchacha20poly1305", "aes256gcm", CryptographyErrors.KeystoreUnknownAlgorithm);
        Check("\"salt\": \"07", "\"salt\": \"", CryptographyErrors.KeystoreBadField);
        Check("\"salt\": \"07", "\"salt\": \"0", CryptographyErrors.KeystoreBadField);
        Check("\"salt\": \"07", "\"salt\": \"0x", CryptographyErrors.KeystoreBadField);
        Check("\"nonce\": \"08", "\"nonce\": \"0808", CryptographyErrors.KeystoreBadField);
        Check("\"publicKey\": \"ed", "\"publicKey\": \"", CryptographyErrors.KeystoreBadField);
        Check("ed4928c628d1c2c6eae90338905995612959273a5c63f93636c14614ac8737d1", new string('0', 64), CryptographyErrors.KeystoreBadField);
        Check("\"kind\": \"validator\",", "", CryptographyErrors.KeystoreMalformed);
        Check("\"kind\"", "\"Kind\"", CryptographyErrors.KeystoreMalformed);
        Check("\"validator\"", "null", CryptographyErrors.KeystoreMalformed);
        Check("\"version\": 1,", "\"version\": 1, \"version\": 1,", CryptographyErrors.KeystoreMalformed);
        Check("\"version\": 1,", "\"version\": 1, \"extra\": 1,", CryptographyErrors.KeystoreMalformed);
        Check("8192", "-1", CryptographyErrors.KeystoreMalformed);
        Check("8192", "8192.5", CryptographyErrors.KeystoreMalformed);
        Check("8192", "\"8192\"", CryptographyErrors.KeystoreMalformed);
        Check("8192", "99999999999999999999999", CryptographyErrors.KeystoreMalformed);
        Check("validator", "\\ud800", CryptographyErrors.KeystoreMalformed);
        Check("validator", "\ud800", CryptographyErrors.KeystoreMalformed);
        Check("}\n", "", CryptographyErrors.KeystoreMalformed);

        void Check(string old, string changed, ReasonCode code)
        {
            Assert.Contains(old, json, StringComparison.Ordinal);
            Expect(code, Keystore.FromJson(json.Replace(old, changed, StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("{}")]
    [InlineData("{\"kdf\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}")]
    [InlineData("\ud800")]
    [InlineData("{\"kind\":\"\\ud800\"}")]
    public void FromJson_NoKeystore_IsMalformed(string text) => Expect(CryptographyErrors.KeystoreMalformed, Keystore.FromJson(text));

    [Fact]
    public void FromJson_Huge_IsTooLong() => Expect(CryptographyErrors.KeystoreTooLong, Keystore.FromJson(new string('[', 5000)));

    [Fact]
    public void FromJson_RandomlyChangedText_NeverThrowsAndNeverOpensAsAnotherKey()
    {
        Random random = new(5);
        KeystoreFile file = Make(KdfStrength.Fast);
        string json = Keystore.ToJson(file);
        for (int i = 0; i < 5000; i++)
        {
            char[] text = json.ToCharArray();
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                text[random.Next(text.Length)] = (char)random.Next(random.Next(10) == 0 ? 65536 : 128);
            }

            Result<KeystoreFile> read = Keystore.FromJson(new string(text));
            if (read.IsOk && read.Value != file && read.Value.Kdf.MemoryBytes < 65536)
            {
                Expect(CryptographyErrors.KeystoreWrongPassphrase, Keystore.Decrypt(read.Value, "correct horse"u8));
            }
        }
    }

    [Fact]
    public void Encrypt_WrongArguments_Throws()
    {
        Assert.Throws<ArgumentException>(() => Keystore.Encrypt(new byte[31], "a", default, new byte[16], new byte[24], KdfStrength.Fast));
        Assert.Throws<ArgumentException>(() => Keystore.Encrypt(new byte[32], "a", default, new byte[15], new byte[24], KdfStrength.Fast));
        Assert.Throws<ArgumentException>(() => Keystore.Encrypt(new byte[32], "a", default, new byte[16], new byte[23], KdfStrength.Fast));
        Assert.Throws<ArgumentException>(() => Keystore.Encrypt(new byte[32], "a b", default, new byte[16], new byte[24], KdfStrength.Fast));
        Assert.Throws<ArgumentOutOfRangeException>(() => Keystore.Encrypt(new byte[32], "a", default, new byte[16], new byte[24], (KdfStrength)9));
    }

    private static KeystoreFile Make(KdfStrength strength) =>
        Keystore.Encrypt(
            Ed25519Tests.Seed(3),
            "validator",
            "correct horse"u8,
            Enumerable.Repeat((byte)7, 16).ToArray(),
            Enumerable.Repeat((byte)8, 24).ToArray(),
            strength);

    private static void Expect<T>(ReasonCode code, Result<T> result)
    {
        Assert.False(result.IsOk);
        Assert.Equal(code, result.Refusal!.Code);
    }
}
