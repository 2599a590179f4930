using System.Buffers;

namespace DeAI.Chain.Cryptography;

/// <summary>An encrypted seed, as it lies on disk. Whoever reads it knows whose it is; only the passphrase opens it.</summary>
/// <param name="Version">1.</param>
/// <param name="Kind">What the key is for, such as "validator": 1 to 32 of a-z, 0-9 and '-'.</param>
/// <param name="PublicKey">Bound to the ciphertext, and compared with the key inside when it is opened.</param>
/// <param name="Kdf">The cost of the passphrase.</param>
/// <param name="Nonce">24 bytes.</param>
/// <param name="Ciphertext">The sealed seed: 48 bytes.</param>
public sealed record KeystoreFile(int Version, string Kind, PublicKey PublicKey, KeystoreKdf Kdf, Blob Nonce, Blob Ciphertext)
{
    public const int CurrentVersion = 1;
    public const int MaxKindLength = 32;
    public const int CiphertextLength = SigningKey.SeedLength + Aead.TagLength;

    /// <summary>The name of the one cipher of version 1.</summary>
    public const string CipherAlgorithm = "xchacha20poly1305";

    private static readonly SearchValues<char> KindCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Every rule on the fields, in their order.</summary>
    /// <returns>Ok, or a refusal of the area <c>keystore</c>.</returns>
    public Result Validate()
    {
        if (Version != CurrentVersion)
        {
            return Result.Refuse(CryptographyErrors.KeystoreBadVersion, $"Version {Version} is not {CurrentVersion}.");
        }

        if (!IsKind(Kind))
        {
            return Result.Refuse(CryptographyErrors.KeystoreBadKind, $"A kind has 1 to {MaxKindLength} characters of a-z, 0-9 and '-'.");
        }

        if (PublicKey.IsDefault)
        {
            return Result.Refuse(CryptographyErrors.KeystoreBadField, "The public key is all zero.");
        }

        if (!Kdf.IsWithinBounds)
        {
            return Result.Refuse(
                CryptographyErrors.KeystoreCostOutOfBounds,
                $"{Kdf.Operations} passes over {Kdf.MemoryBytes} bytes; permitted are 1 to {KeystoreKdf.MaxOperations} passes over "
                + $"{KeystoreKdf.MinMemoryBytes} to {KeystoreKdf.MaxMemoryBytes} bytes.");
        }

        if (Kdf.Salt.Length != KeystoreKdf.SaltLength || Nonce.Length != Aead.NonceLength || Ciphertext.Length != CiphertextLength)
        {
            return Result.Refuse(
                CryptographyErrors.KeystoreBadField,
                $"Salt, nonce and ciphertext have {Kdf.Salt.Length}, {Nonce.Length} and {Ciphertext.Length} bytes instead of "
                + $"{KeystoreKdf.SaltLength}, {Aead.NonceLength} and {CiphertextLength}.");
        }

        return Result.Ok;
    }

    private static bool IsKind(string kind) =>
        kind.Length is >= 1 and <= MaxKindLength && !kind.AsSpan().ContainsAnyExcept(KindCharacters);
}
