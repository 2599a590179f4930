namespace DeAI.Chain.Primitives;

/// <summary>A SHA-256 digest.</summary>
public readonly record struct Hash256(Bytes32 Value) : IComparable<Hash256>
{
    public Hash256(ReadOnlySpan<byte> bytes)
        : this(new Bytes32(bytes))
    {
    }

    /// <summary>All zero: not a valid value, refused wherever one is required.</summary>
    public bool IsDefault => Value.IsZero;

    public void CopyTo(Span<byte> destination) => Value.CopyTo(destination);

    public byte[] ToArray() => Value.ToArray();

    public int CompareTo(Hash256 other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();

    /// <summary>The first eight hexadecimal digits, for people's eyes only.</summary>
    public string ToShortString() => Value.ToString()[..8];

    public static bool TryParse(string? text, out Hash256 id)
    {
        bool parsed = Bytes32.TryParse(text, out Bytes32 value);
        id = new Hash256(value);
        return parsed;
    }

    public static bool operator <(Hash256 left, Hash256 right) => left.Value < right.Value;

    public static bool operator >(Hash256 left, Hash256 right) => left.Value > right.Value;

    public static bool operator <=(Hash256 left, Hash256 right) => left.Value <= right.Value;

    public static bool operator >=(Hash256 left, Hash256 right) => left.Value >= right.Value;
}
