using DeAI.Chain.Cryptography.Sodium;

namespace DeAI.Chain.Cryptography;

/// <summary>An Ed25519 key pair (RFC 8032). The secret stays in guarded memory. Thread-safe.</summary>
public sealed class SigningKey : IDisposable
{
    public const int SeedLength = 32;

    private readonly GuardedMemory _secret;

    private SigningKey(GuardedMemory secret, PublicKey publicKey)
    {
        _secret = secret;
        PublicKey = publicKey;
    }

    public PublicKey PublicKey { get; }

    /// <param name="seed32">The 32-byte secret of RFC 8032. The caller overwrites its copy.</param>
    /// <exception cref="ArgumentException">The seed has another length.</exception>
    public static SigningKey FromSeed(ReadOnlySpan<byte> seed32)
    {
        Require.Length(seed32, SeedLength, nameof(seed32));
        Span<byte> publicKey = stackalloc byte[Bytes32.Length];
        GuardedMemory secret = new(SeedLength + Bytes32.Length);
        _ = SodiumNative.SignSeedKeyPair(publicKey, secret, seed32);
        secret.Freeze();
        return new SigningKey(secret, new PublicKey(publicKey));
    }

    /// <summary>Deterministic: the same message has the same signature.</summary>
    public Signature Sign(ReadOnlySpan<byte> message)
    {
        Span<byte> signature = stackalloc byte[Signature.Length];
        _ = SodiumNative.Sign(signature, 0, message, (ulong)message.Length, _secret);
        return new Signature(signature);
    }

    /// <summary>Copies the seed out, for keystores. The caller overwrites it after use.</summary>
    /// <param name="seed32">Exactly 32 bytes.</param>
    public void ExportSeed(Span<byte> seed32)
    {
        Require.Length(seed32, SeedLength, nameof(seed32));
        _secret.CopyTo(seed32);
    }

    public void Dispose() => _secret.Dispose();
}
