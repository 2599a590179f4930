using System.Collections.Immutable;

namespace DeAI.Chain.Simulation.Tracing;

/// <summary>Counts by name.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public void Count(string name) => _counts[name] = _counts.GetValueOrDefault(name) + 1;

    public ImmutableSortedDictionary<string, long> ToImmutable() => _counts.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
