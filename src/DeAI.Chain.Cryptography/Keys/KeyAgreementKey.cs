using DeAI.Chain.Cryptography.Sodium;

namespace DeAI.Chain.Cryptography;

/// <summary>An X25519 key pair (RFC 7748). The secret stays in guarded memory. Thread-safe.</summary>
public sealed class KeyAgreementKey : IDisposable
{
    public const int SeedLength = 32;

    private readonly GuardedMemory _secret;

    private KeyAgreementKey(GuardedMemory secret, Bytes32 publicKey)
    {
        _secret = secret;
        PublicKey = publicKey;
    }

    public Bytes32 PublicKey { get; }

    /// <param name="seed32">The scalar of RFC 7748 before clamping. The caller overwrites its copy.</param>
    /// <exception cref="ArgumentException">The seed has another length.</exception>
    public static KeyAgreementKey FromSeed(ReadOnlySpan<byte> seed32)
    {
        Require.Length(seed32, SeedLength, nameof(seed32));
        GuardedMemory secret = GuardedMemory.CopyOf(seed32);
        Span<byte> publicKey = stackalloc byte[Bytes32.Length];
        _ = SodiumNative.X25519Base(publicKey, secret);
        return new KeyAgreementKey(secret, new Bytes32(publicKey));
    }

    /// <summary>The shared secret. Put it through <see cref="Hkdf"/> before use, with both public keys as info.</summary>
    /// <param name="theirs">Their public key, from anyone.</param>
    /// <param name="shared32">Exactly 32 bytes; all zero when refused.</param>
    /// <returns>False if their key has a small order, so that the secret would be all zero and known to everyone.</returns>
    public bool TryAgree(Bytes32 theirs, Span<byte> shared32)
    {
        Require.Length(shared32, Bytes32.Length, nameof(shared32));
        Span<byte> point = stackalloc byte[Bytes32.Length];
        theirs.CopyTo(point);
        bool agreed = SodiumNative.X25519(shared32, _secret, point) == 0 && shared32.ContainsAnyExcept((byte)0);
        if (!agreed)
        {
            shared32.Clear();
        }

        return agreed;
    }

    public void Dispose() => _secret.Dispose();
}
