namespace DeAI.Chain.Primitives;

/// <summary>Prepaid, closed-loop money in its smallest unit. Never negative; every operation is checked.</summary>
/// <remarks>
/// Operators throw <see cref="OverflowException"/>: a rule that can be made to overflow by an input must use the Try methods and refuse.
/// </remarks>
public readonly record struct Credits(ulong Value) : IComparable<Credits>
{
    public static Credits Zero => default;

    public bool IsZero => Value == 0;

    public bool TryAdd(Credits other, out Credits sum)
    {
        ulong total = unchecked(Value + other.Value);
        sum = new Credits(total);
        return total >= Value;
    }

    public bool TrySubtract(Credits other, out Credits difference)
    {
        difference = new Credits(unchecked(Value - other.Value));
        return Value >= other.Value;
    }

    /// <summary>Value times numerator over denominator, rounded down; the product is taken in 128 bits.</summary>
    public Credits MultiplyDivide(ulong numerator, ulong denominator) => new(checked((ulong)((UInt128)Value * numerator / denominator)));

    public int CompareTo(Credits other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();

    public static Credits operator +(Credits left, Credits right) => new(checked(left.Value + right.Value));

    public static Credits operator -(Credits left, Credits right) => new(checked(left.Value - right.Value));

    public static bool operator <(Credits left, Credits right) => left.Value < right.Value;

    public static bool operator >(Credits left, Credits right) => left.Value > right.Value;

    public static bool operator <=(Credits left, Credits right) => left.Value <= right.Value;

    public static bool operator >=(Credits left, Credits right) => left.Value >= right.Value;
}
