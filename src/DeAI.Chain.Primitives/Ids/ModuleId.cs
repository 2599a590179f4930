namespace DeAI.Chain.Primitives;

/// <summary>A native module, by its explicit and permanent number.</summary>
public readonly record struct ModuleId(ushort Value) : IComparable<ModuleId>
{
    public ModuleId Next => new(checked((ushort)(Value + 1)));

    public int CompareTo(ModuleId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();

    public static bool operator <(ModuleId left, ModuleId right) => left.Value < right.Value;

    public static bool operator >(ModuleId left, ModuleId right) => left.Value > right.Value;

    public static bool operator <=(ModuleId left, ModuleId right) => left.Value <= right.Value;

    public static bool operator >=(ModuleId left, ModuleId right) => left.Value >= right.Value;
}
