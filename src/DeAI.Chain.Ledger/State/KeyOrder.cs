using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.State;

/// <summary>
/// The order of state keys: by bytes, the shorter first where one starts the other. Also their equality for tables, so that a lookup by
/// span makes no copy.
/// </summary>
public sealed class KeyOrder : IComparer<Blob>, IEqualityComparer<Blob>, IAlternateEqualityComparer<ReadOnlySpan<byte>, Blob>
{
    private KeyOrder()
    {
    }

    public static KeyOrder Instance { get; } = new();

    public int Compare(Blob x, Blob y) => x.Span.SequenceCompareTo(y.Span);

    public bool Equals(Blob x, Blob y) => x.Equals(y);

    public int GetHashCode([DisallowNull] Blob obj) => GetHashCode(obj.Span);

    public Blob Create(ReadOnlySpan<byte> alternate) => Blob.CopyOf(alternate);

    public bool Equals(ReadOnlySpan<byte> alternate, Blob other) => alternate.SequenceEqual(other.Span);

    /// <summary>FNV-1a over the whole key, finished by a mixing step. For tables only, which are never enumerated.</summary>
    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        ulong hash = 14695981039346656037;
        foreach (byte b in alternate)
        {
            hash = unchecked((hash ^ b) * 1099511628211);
        }

        return (int)(hash ^ (hash >> 32));
    }
}
