using System.Text;

namespace DeAI.Chain.Cryptography;

/// <summary>
/// SHA-256 with a purpose: H(length of the domain as one byte, the domain in ASCII, the data). Digests made for two purposes never meet,
/// nor do they meet the nodes of a Merkle tree, whose first byte (0 or 1) is no permitted length of a domain.
/// </summary>
public static class DomainHash
{
    public const int MinDomainLength = 2;
    public const int MaxDomainLength = 64;

    /// <param name="domain">A constant of the caller such as "deai.tx.v1": 2 to 64 printable ASCII characters.</param>
    public static Hash256 Of(string domain, ReadOnlySpan<byte> data) => Of(domain, data, default);

    /// <summary>The data is <paramref name="a"/> followed by <paramref name="b"/>: the boundary is not hashed.</summary>
    /// <exception cref="ArgumentException">The domain is not as it must be.</exception>
    public static Hash256 Of(string domain, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) =>
        Sha256.Hash(Prefix(domain, stackalloc byte[MaxDomainLength + 1]), a, b);

    /// <summary>What <see cref="Of(string, ReadOnlySpan{byte})"/> gives for each message, side by side where the processor lets them be.</summary>
    /// <param name="digests">One for each message.</param>
    public static void Many(string domain, ReadOnlySpan<Blob> messages, Span<Hash256> digests) =>
        Sha256.HashMany(Prefix(domain, stackalloc byte[MaxDomainLength + 1]), messages, digests);

    private static ReadOnlySpan<byte> Prefix(string domain, Span<byte> buffer)
    {
        if (domain.Length is < MinDomainLength or > MaxDomainLength || domain.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException($"A domain has {MinDomainLength} to {MaxDomainLength} printable ASCII characters.", nameof(domain));
        }

        buffer[0] = (byte)domain.Length;
        Encoding.ASCII.GetBytes(domain, buffer[1..]);
        return buffer[..(domain.Length + 1)];
    }
}
