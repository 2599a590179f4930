using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Load;

/// <summary>An account with the nonce that it uses next.</summary>
internal sealed class LoadAccount(SigningKey key, ulong nonce)
{
    private ulong _nonce = nonce;

    public SigningKey Key => key;

    public AccountId Id { get; } = new(key.PublicKey.Value);

    public ulong NextNonce() => _nonce++;
}
