using System.Security.Cryptography;

namespace DeAI.Chain.Cryptography;

/// <summary>HKDF with HMAC-SHA-256 (RFC 5869).</summary>
public static class Hkdf
{
    public const int MaxOutputLength = 255 * Sha256.DigestLength;

    /// <summary>Extracts and expands.</summary>
    /// <param name="ikm">Input keying material, for example a shared secret of X25519.</param>
    /// <param name="salt">May be empty.</param>
    /// <param name="info">The purpose of the key.</param>
    /// <param name="output">Filled wholly; 1 to 8160 bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The output is empty or longer than RFC 5869 permits.</exception>
    public static void DeriveKey(ReadOnlySpan<byte> ikm, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> info, Span<byte> output)
    {
        if (output.Length is 0 or > MaxOutputLength)
        {
            throw new ArgumentOutOfRangeException(nameof(output), output.Length, $"HKDF yields 1 to {MaxOutputLength} bytes.");
        }

        HKDF.DeriveKey(HashAlgorithmName.SHA256, ikm, output, salt, info);
    }
}
