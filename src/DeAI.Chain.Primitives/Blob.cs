namespace DeAI.Chain.Primitives;

/// <summary>An immutable byte string with content equality, so that records may hold one. The maker gives the array away.</summary>
public readonly struct Blob : IEquatable<Blob>
{
    private readonly ReadOnlyMemory<byte> _bytes;

    public Blob(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    public static Blob Empty => default;

    public int Length => _bytes.Length;

    public bool IsEmpty => _bytes.IsEmpty;

    public ReadOnlySpan<byte> Span => _bytes.Span;

    public ReadOnlyMemory<byte> Memory => _bytes;

    public byte[] ToArray() => _bytes.ToArray();

    public static Blob CopyOf(ReadOnlySpan<byte> bytes) => new(bytes.ToArray());

    public bool Equals(Blob other) => Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is Blob other && Equals(other);

    /// <summary>FNV-1a over the first 64 bytes and the length: deterministic, for tables only.</summary>
    public override int GetHashCode()
    {
        uint hash = 2166136261u ^ (uint)Length;
        foreach (byte b in Span[..Math.Min(Length, 64)])
        {
            hash = (hash ^ b) * 16777619u;
        }

        return (int)hash;
    }

    /// <summary>Hexadecimal, cut after 32 bytes.</summary>
    public override string ToString() =>
        Length <= 32 ? Convert.ToHexStringLower(Span) : $"{Convert.ToHexStringLower(Span[..32])}… ({Length} bytes)";

    public static bool operator ==(Blob left, Blob right) => left.Equals(right);

    public static bool operator !=(Blob left, Blob right) => !left.Equals(right);
}
