using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DeAI.Chain.Cryptography.Sodium;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Cryptography;

/// <summary>
/// Seeds under a passphrase: Argon2id, then XChaCha20-Poly1305 with everything else in the file as associated data, so that no field can
/// be exchanged. Salt and nonce come from the caller, who has randomness; a pair of them serves once.
/// </summary>
public static class Keystore
{
    /// <summary>Longest JSON text read; a keystore has about 500 characters.</summary>
    public const int MaxJsonLength = 4096;

    private const string Domain = "deai.keystore.v1";

    /// <param name="seed32">The seed of an Ed25519 key. The caller overwrites its copy.</param>
    /// <param name="kind">What the key is for: 1 to 32 of a-z, 0-9 and '-'.</param>
    /// <param name="passphrase">In UTF-8, any length.</param>
    /// <param name="salt16">16 random bytes.</param>
    /// <param name="nonce24">24 random bytes.</param>
    /// <param name="strength">The cost of a guess.</param>
    /// <exception cref="ArgumentException">A length or the kind is not as it must be.</exception>
    public static KeystoreFile Encrypt(
        ReadOnlySpan<byte> seed32,
        string kind,
        ReadOnlySpan<byte> passphrase,
        ReadOnlySpan<byte> salt16,
        ReadOnlySpan<byte> nonce24,
        KdfStrength strength)
    {
        Require.Length(seed32, SigningKey.SeedLength, nameof(seed32));
        Require.Length(salt16, KeystoreKdf.SaltLength, nameof(salt16));
        Require.Length(nonce24, Aead.NonceLength, nameof(nonce24));
        using SigningKey key = SigningKey.FromSeed(seed32);
        KeystoreFile header = new(
            KeystoreFile.CurrentVersion,
            kind,
            key.PublicKey,
            KeystoreKdf.Of(strength, salt16),
            Blob.CopyOf(nonce24),
            new Blob(new byte[KeystoreFile.CiphertextLength]));
        if (header.Validate().Refusal is { } refusal)
        {
            throw new ArgumentException(refusal.Detail, nameof(kind));
        }

        Span<byte> wrappingKey = stackalloc byte[Aead.KeyLength];
        try
        {
            if (!TryDeriveKey(header.Kdf, passphrase, wrappingKey))
            {
                throw new InvalidOperationException($"Argon2id could not have its {header.Kdf.MemoryBytes} bytes of memory.");
            }

            return header with { Ciphertext = new Blob(Aead.Seal(wrappingKey, nonce24, seed32, AssociatedData(header))) };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(wrappingKey);
        }
    }

    /// <returns>
    /// The key, or a refusal: those of <see cref="KeystoreFile.Validate"/>, keystore.no_memory, keystore.wrong_passphrase (a wrong
    /// passphrase and a changed file look alike), keystore.wrong_public_key.
    /// </returns>
    public static Result<SigningKey> Decrypt(KeystoreFile file, ReadOnlySpan<byte> passphrase)
    {
        if (file.Validate().Refusal is { } invalid)
        {
            return Result.Refuse<SigningKey>(invalid);
        }

        Span<byte> wrappingKey = stackalloc byte[Aead.KeyLength];
        byte[] seed = [];
        try
        {
            if (!TryDeriveKey(file.Kdf, passphrase, wrappingKey))
            {
                return Result.Refuse<SigningKey>(
                    CryptographyErrors.KeystoreNoMemory, $"Argon2id could not have its {file.Kdf.MemoryBytes} bytes of memory.");
            }

            Result<byte[]> opened = Aead.Open(wrappingKey, file.Nonce.Span, file.Ciphertext.Span, AssociatedData(file));
            if (!opened.TryGet(out seed, out _))
            {
                seed = [];
                return Result.Refuse<SigningKey>(
                    CryptographyErrors.KeystoreWrongPassphrase, "The passphrase is wrong, or the file was changed.");
            }

            return WithPublicKey(SigningKey.FromSeed(seed), file.PublicKey);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(wrappingKey);
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    public static string ToJson(KeystoreFile file)
    {
        KeystoreJson json = new(
            file.Version,
            file.Kind,
            file.PublicKey.ToString(),
            new KeystoreKdfJson(KeystoreKdf.Algorithm, file.Kdf.Operations, file.Kdf.MemoryBytes, Hex(file.Kdf.Salt)),
            new KeystoreCipherJson(KeystoreFile.CipherAlgorithm, Hex(file.Nonce)),
            Hex(file.Ciphertext));
        return JsonSerializer.Serialize(json, KeystoreJsonContext.Default.KeystoreJson) + "\n";
    }

    /// <returns>A file that <see cref="KeystoreFile.Validate"/> accepts, or a refusal of the area <c>keystore</c>.</returns>
    public static Result<KeystoreFile> FromJson(string text)
    {
        if (text.Length > MaxJsonLength)
        {
            return Result.Refuse<KeystoreFile>(CryptographyErrors.KeystoreTooLong, $"{text.Length} characters, at most {MaxJsonLength}.");
        }

        if (!Ascii.IsValid(text))
        {
            return Result.Refuse<KeystoreFile>(CryptographyErrors.KeystoreMalformed, "A keystore is pure ASCII.");
        }

        KeystoreJson? json;
        try
        {
            json = JsonSerializer.Deserialize(text, KeystoreJsonContext.Default.KeystoreJson);
        }
        catch (JsonException e)
        {
            return Result.Refuse<KeystoreFile>(CryptographyErrors.KeystoreMalformed, e.Message);
        }

        if (json is null)
        {
            return Result.Refuse<KeystoreFile>(CryptographyErrors.KeystoreMalformed, "The text is null.");
        }

        if (json.Kdf.Algorithm != KeystoreKdf.Algorithm || json.Cipher.Algorithm != KeystoreFile.CipherAlgorithm)
        {
            return Result.Refuse<KeystoreFile>(
                CryptographyErrors.KeystoreUnknownAlgorithm, $"Only {KeystoreKdf.Algorithm} and {KeystoreFile.CipherAlgorithm} are known.");
        }

        if (!Bytes32.TryParse(json.PublicKey, out Bytes32 publicKey)
            || !TryHex(json.Kdf.Salt, out Blob salt)
            || !TryHex(json.Cipher.Nonce, out Blob nonce)
            || !TryHex(json.Ciphertext, out Blob ciphertext))
        {
            return Result.Refuse<KeystoreFile>(CryptographyErrors.KeystoreBadField, "A byte string is not in hexadecimal.");
        }

        KeystoreKdf kdf = new(json.Kdf.Operations, json.Kdf.MemoryBytes, salt);
        KeystoreFile file = new(json.Version, json.Kind, new PublicKey(publicKey), kdf, nonce, ciphertext);
        return file.Validate().Refusal is { } refusal ? Result.Refuse<KeystoreFile>(refusal) : Result.Of(file);
    }

    private static Result<SigningKey> WithPublicKey(SigningKey key, PublicKey expected)
    {
        if (key.PublicKey == expected)
        {
            return Result.Of(key);
        }

        PublicKey found = key.PublicKey;
        key.Dispose();
        return Result.Refuse<SigningKey>(
            CryptographyErrors.KeystoreWrongPublicKey, $"The file names {expected.ToShortString()} and holds {found.ToShortString()}.");
    }

    private static bool TryDeriveKey(KeystoreKdf kdf, ReadOnlySpan<byte> passphrase, Span<byte> key) =>
        SodiumNative.Argon2id(
            key,
            (ulong)key.Length,
            passphrase,
            (ulong)passphrase.Length,
            kdf.Salt.Span,
            kdf.Operations,
            (nuint)kdf.MemoryBytes,
            SodiumNative.ArgonAlgorithm13) == 0;

    // The nonce is missing on purpose: the cipher binds it itself.
    private static byte[] AssociatedData(KeystoreFile file)
    {
        CanonicalWriter writer = new();
        writer.WriteArrayHeader(7);
        writer.Write(Domain);
        writer.Write(file.Version);
        writer.Write(file.Kind);
        writer.Write(file.PublicKey);
        writer.Write(file.Kdf.Operations);
        writer.Write(file.Kdf.MemoryBytes);
        writer.Write(file.Kdf.Salt);
        return writer.ToArray();
    }

    private static string Hex(Blob blob) => Convert.ToHexStringLower(blob.Span);

    private static bool TryHex(string text, out Blob blob)
    {
        byte[] bytes = new byte[text.Length / 2];
        bool parsed = text.Length % 2 == 0
            && Convert.FromHexString(text, bytes, out _, out int written) == System.Buffers.OperationStatus.Done
            && written == bytes.Length;
        blob = parsed ? new Blob(bytes) : default;
        return parsed;
    }
}
