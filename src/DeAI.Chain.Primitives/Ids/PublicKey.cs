namespace DeAI.Chain.Primitives;

/// <summary>An Ed25519 public key as RFC 8032 encodes it. Whether it is a point of the prime-order group is checked where signatures are.</summary>
public readonly record struct PublicKey(Bytes32 Value) : IComparable<PublicKey>
{
    public PublicKey(ReadOnlySpan<byte> bytes)
        : this(new Bytes32(bytes))
    {
    }

    /// <summary>All zero: not a valid value, refused wherever one is required.</summary>
    public bool IsDefault => Value.IsZero;

    public void CopyTo(Span<byte> destination) => Value.CopyTo(destination);

    public byte[] ToArray() => Value.ToArray();

    public int CompareTo(PublicKey other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();

    /// <summary>The first eight hexadecimal digits, for people's eyes only.</summary>
    public string ToShortString() => Value.ToString()[..8];

    public static bool TryParse(string? text, out PublicKey id)
    {
        bool parsed = Bytes32.TryParse(text, out Bytes32 value);
        id = new PublicKey(value);
        return parsed;
    }

    public static bool operator <(PublicKey left, PublicKey right) => left.Value < right.Value;

    public static bool operator >(PublicKey left, PublicKey right) => left.Value > right.Value;

    public static bool operator <=(PublicKey left, PublicKey right) => left.Value <= right.Value;

    public static bool operator >=(PublicKey left, PublicKey right) => left.Value >= right.Value;
}
