namespace DeAI.Chain.Primitives;

/// <summary>The number of a block in its chain. Genesis is 0. The only clock that modules know.</summary>
public readonly record struct Height(ulong Value) : IComparable<Height>
{
    public Height Next => new(checked((ulong)(Value + 1)));

    public int CompareTo(Height other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();

    public static bool operator <(Height left, Height right) => left.Value < right.Value;

    public static bool operator >(Height left, Height right) => left.Value > right.Value;

    public static bool operator <=(Height left, Height right) => left.Value <= right.Value;

    public static bool operator >=(Height left, Height right) => left.Value >= right.Value;
}
