namespace DeAI.Chain.Primitives;

/// <summary>A chain: the SHA-256 digest of its canonical genesis. Part of everything signed, so nothing is valid on two chains.</summary>
public readonly record struct ChainId(Bytes32 Value) : IComparable<ChainId>
{
    public ChainId(ReadOnlySpan<byte> bytes)
        : this(new Bytes32(bytes))
    {
    }

    /// <summary>All zero: not a valid value, refused wherever one is required.</summary>
    public bool IsDefault => Value.IsZero;

    public void CopyTo(Span<byte> destination) => Value.CopyTo(destination);

    public byte[] ToArray() => Value.ToArray();

    public int CompareTo(ChainId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();

    /// <summary>The first eight hexadecimal digits, for people's eyes only.</summary>
    public string ToShortString() => Value.ToString()[..8];

    public static bool TryParse(string? text, out ChainId id)
    {
        bool parsed = Bytes32.TryParse(text, out Bytes32 value);
        id = new ChainId(value);
        return parsed;
    }

    public static bool operator <(ChainId left, ChainId right) => left.Value < right.Value;

    public static bool operator >(ChainId left, ChainId right) => left.Value > right.Value;

    public static bool operator <=(ChainId left, ChainId right) => left.Value <= right.Value;

    public static bool operator >=(ChainId left, ChainId right) => left.Value >= right.Value;
}
