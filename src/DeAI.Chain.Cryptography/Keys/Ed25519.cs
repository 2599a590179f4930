using DeAI.Chain.Cryptography.Sodium;

namespace DeAI.Chain.Cryptography;

/// <summary>Ed25519 verification by one rule for the whole network; this project's README states it.</summary>
public static class Ed25519
{
    /// <summary>
    /// The strict, cofactorless rule: S &lt; L, R and the key of no small order, the key canonical, and R byte for byte what
    /// S B - H(R, A, M) A encodes to.
    /// </summary>
    public static bool Verify(PublicKey key, ReadOnlySpan<byte> message, Signature signature)
    {
        Span<byte> keyBytes = stackalloc byte[Bytes32.Length];
        Span<byte> signatureBytes = stackalloc byte[Signature.Length];
        key.CopyTo(keyBytes);
        signature.CopyTo(signatureBytes);
        return SodiumNative.Verify(signatureBytes, message, (ulong)message.Length, keyBytes) == 0;
    }

    /// <summary>
    /// Whether the key is the canonical encoding of a point of prime order. Ask once, when a key is registered: for such keys every
    /// verification rule in use agrees, save on signatures made to be disputed.
    /// </summary>
    public static bool IsValidPublicKey(PublicKey key)
    {
        Span<byte> bytes = stackalloc byte[Bytes32.Length];
        key.CopyTo(bytes);
        return EdwardsGroup.IsPrimeOrder(bytes);
    }
}
