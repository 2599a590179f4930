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
    public static Hash256 Of(string domain, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (domain.Length is < MinDomainLength or > MaxDomainLength || domain.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException($"A domain has {MinDomainLength} to {MaxDomainLength} printable ASCII characters.", nameof(domain));
        }

        Span<byte> prefix = stackalloc byte[MaxDomainLength + 1];
        prefix[0] = (byte)domain.Length;
        Encoding.ASCII.GetBytes(domain, prefix[1..]);
        return Sha256.Hash(prefix[..(domain.Length + 1)], a, b);
    }
}
