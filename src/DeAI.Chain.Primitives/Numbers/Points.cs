namespace DeAI.Chain.Primitives;

/// <summary>Earned by validated work, never transferred. Never negative; every operation is checked.</summary>
/// <remarks>
/// Operators throw <see cref="OverflowException"/>: a rule that can be made to overflow by an input must use the Try methods and refuse.
/// </remarks>
public readonly record struct Points(ulong Value) : IComparable<Points>
{
    public static Points Zero => default;

    public bool IsZero => Value == 0;

    public bool TryAdd(Points other, out Points sum)
    {
        ulong total = unchecked(Value + other.Value);
        sum = new Points(total);
        return total >= Value;
    }

    public bool TrySubtract(Points other, out Points difference)
    {
        difference = new Points(unchecked(Value - other.Value));
        return Value >= other.Value;
    }

    /// <summary>Value times numerator over denominator, rounded down; the product is taken in 128 bits.</summary>
    public Points MultiplyDivide(ulong numerator, ulong denominator) => new(checked((ulong)((UInt128)Value * numerator / denominator)));

    public int CompareTo(Points other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();

    public static Points operator +(Points left, Points right) => new(checked(left.Value + right.Value));

    public static Points operator -(Points left, Points right) => new(checked(left.Value - right.Value));

    public static bool operator <(Points left, Points right) => left.Value < right.Value;

    public static bool operator >(Points left, Points right) => left.Value > right.Value;

    public static bool operator <=(Points left, Points right) => left.Value <= right.Value;

    public static bool operator >=(Points left, Points right) => left.Value >= right.Value;
}
