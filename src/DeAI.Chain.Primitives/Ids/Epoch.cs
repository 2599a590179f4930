namespace DeAI.Chain.Primitives;

/// <summary>A span of blocks with one validator set. The first epoch is 0.</summary>
public readonly record struct Epoch(ulong Value) : IComparable<Epoch>
{
    public Epoch Next => new(checked((ulong)(Value + 1)));

    public int CompareTo(Epoch other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();

    public static bool operator <(Epoch left, Epoch right) => left.Value < right.Value;

    public static bool operator >(Epoch left, Epoch right) => left.Value > right.Value;

    public static bool operator <=(Epoch left, Epoch right) => left.Value <= right.Value;

    public static bool operator >=(Epoch left, Epoch right) => left.Value >= right.Value;
}
