using DeAI.Chain.Cryptography.Sodium;

namespace DeAI.Chain.Cryptography;

/// <summary>XChaCha20-Poly1305 with the 24-byte nonce (draft-irtf-cfrg-xchacha-03). A nonce serves a key once; a random one is safe.</summary>
public static class Aead
{
    public const int KeyLength = 32;
    public const int NonceLength = 24;
    public const int TagLength = 16;

    /// <returns>The ciphertext followed by the 16-byte tag.</returns>
    /// <exception cref="ArgumentException">The key or the nonce has another length.</exception>
    public static byte[] Seal(ReadOnlySpan<byte> key32, ReadOnlySpan<byte> nonce24, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData)
    {
        Require.Length(key32, KeyLength, nameof(key32));
        Require.Length(nonce24, NonceLength, nameof(nonce24));
        byte[] ciphertext = new byte[checked(plaintext.Length + TagLength)];
        _ = SodiumNative.AeadEncrypt(
            ciphertext, 0, plaintext, (ulong)plaintext.Length, associatedData, (ulong)associatedData.Length, 0, nonce24, key32);
        return ciphertext;
    }

    /// <returns>The plaintext, or a refusal: aead.bad_nonce, aead.too_short, aead.not_authentic.</returns>
    /// <exception cref="ArgumentException">The key has another length.</exception>
    public static Result<byte[]> Open(ReadOnlySpan<byte> key32, ReadOnlySpan<byte> nonce24, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> associatedData)
    {
        Require.Length(key32, KeyLength, nameof(key32));
        if (nonce24.Length != NonceLength)
        {
            return Result.Refuse<byte[]>(CryptographyErrors.AeadBadNonce, $"A nonce has {NonceLength} bytes, this one {nonce24.Length}.");
        }

        if (ciphertext.Length < TagLength)
        {
            return Result.Refuse<byte[]>(CryptographyErrors.AeadTooShort, $"{ciphertext.Length} bytes cannot hold the {TagLength}-byte tag.");
        }

        byte[] plaintext = new byte[ciphertext.Length - TagLength];
        int status = SodiumNative.AeadDecrypt(
            plaintext, 0, 0, ciphertext, (ulong)ciphertext.Length, associatedData, (ulong)associatedData.Length, nonce24, key32);
        return status == 0
            ? Result.Of(plaintext)
            : Result.Refuse<byte[]>(CryptographyErrors.AeadNotAuthentic, "The tag does not match: another key, nonce or data, or damage.");
    }
}
