namespace DeAI.Chain.Cryptography;

/// <summary>How a keystore's key comes from its passphrase: Argon2id version 1.3, one lane (RFC 9106).</summary>
/// <param name="Operations">Passes over the memory.</param>
/// <param name="MemoryBytes">The memory, in bytes.</param>
/// <param name="Salt">16 random bytes.</param>
public sealed record KeystoreKdf(uint Operations, ulong MemoryBytes, Blob Salt)
{
    /// <summary>The name of the one algorithm of version 1.</summary>
    public const string Algorithm = "argon2id13";

    public const int SaltLength = 16;
    public const uint MaxOperations = 4;
    public const ulong MinMemoryBytes = 8192;

    /// <summary>1 GiB: what a stranger's file may at most make us allocate.</summary>
    public const ulong MaxMemoryBytes = 1UL << 30;

    public bool IsWithinBounds => Operations is >= 1 and <= MaxOperations && MemoryBytes is >= MinMemoryBytes and <= MaxMemoryBytes;

    internal static KeystoreKdf Of(KdfStrength strength, ReadOnlySpan<byte> salt16) => strength switch
    {
        KdfStrength.Interactive => new KeystoreKdf(2, 64UL << 20, Blob.CopyOf(salt16)),
        KdfStrength.Moderate => new KeystoreKdf(3, 256UL << 20, Blob.CopyOf(salt16)),
        KdfStrength.Fast => new KeystoreKdf(1, MinMemoryBytes, Blob.CopyOf(salt16)),
        _ => throw new ArgumentOutOfRangeException(nameof(strength), strength, "There is no such strength."),
    };
}
