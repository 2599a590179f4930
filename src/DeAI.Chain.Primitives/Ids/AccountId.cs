namespace DeAI.Chain.Primitives;

/// <summary>An account for its whole life: the first public key it was registered with, kept when the key is rotated.</summary>
public readonly record struct AccountId(Bytes32 Value) : IComparable<AccountId>
{
    public AccountId(ReadOnlySpan<byte> bytes)
        : this(new Bytes32(bytes))
    {
    }

    /// <summary>All zero: not a valid value, refused wherever one is required.</summary>
    public bool IsDefault => Value.IsZero;

    public void CopyTo(Span<byte> destination) => Value.CopyTo(destination);

    public byte[] ToArray() => Value.ToArray();

    public int CompareTo(AccountId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();

    /// <summary>The first eight hexadecimal digits, for people's eyes only.</summary>
    public string ToShortString() => Value.ToString()[..8];

    public static bool TryParse(string? text, out AccountId id)
    {
        bool parsed = Bytes32.TryParse(text, out Bytes32 value);
        id = new AccountId(value);
        return parsed;
    }

    public static bool operator <(AccountId left, AccountId right) => left.Value < right.Value;

    public static bool operator >(AccountId left, AccountId right) => left.Value > right.Value;

    public static bool operator <=(AccountId left, AccountId right) => left.Value <= right.Value;

    public static bool operator >=(AccountId left, AccountId right) => left.Value >= right.Value;
}
