namespace DeAI.Chain.Primitives;

/// <summary>A round of consensus with one leader. Counted from 1 over the whole life of the chain; 0 is genesis.</summary>
public readonly record struct View(ulong Value) : IComparable<View>
{
    public View Next => new(checked((ulong)(Value + 1)));

    public int CompareTo(View other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();

    public static bool operator <(View left, View right) => left.Value < right.Value;

    public static bool operator >(View left, View right) => left.Value > right.Value;

    public static bool operator <=(View left, View right) => left.Value <= right.Value;

    public static bool operator >=(View left, View right) => left.Value >= right.Value;
}
