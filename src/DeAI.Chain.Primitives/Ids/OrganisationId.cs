namespace DeAI.Chain.Primitives;

/// <summary>A legal entity in the registry, numbered from 1 in order of admission. 0 is no organisation.</summary>
public readonly record struct OrganisationId(uint Value) : IComparable<OrganisationId>
{
    public OrganisationId Next => new(checked((uint)(Value + 1)));

    public int CompareTo(OrganisationId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();

    public static bool operator <(OrganisationId left, OrganisationId right) => left.Value < right.Value;

    public static bool operator >(OrganisationId left, OrganisationId right) => left.Value > right.Value;

    public static bool operator <=(OrganisationId left, OrganisationId right) => left.Value <= right.Value;

    public static bool operator >=(OrganisationId left, OrganisationId right) => left.Value >= right.Value;
}
