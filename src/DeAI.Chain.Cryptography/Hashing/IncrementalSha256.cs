using System.Security.Cryptography;

namespace DeAI.Chain.Cryptography;

/// <summary>SHA-256 over data that arrives in pieces. Not thread-safe.</summary>
public sealed class IncrementalSha256 : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Append(ReadOnlySpan<byte> data) => _hash.AppendData(data);

    /// <summary>The digest of everything appended since the last call; starts anew.</summary>
    public Hash256 GetHashAndReset()
    {
        Span<byte> digest = stackalloc byte[Sha256.DigestLength];
        _hash.GetHashAndReset(digest);
        return new Hash256(digest);
    }

    public void Dispose() => _hash.Dispose();
}
