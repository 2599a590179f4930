using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DeAI.Chain.Simulation;

/// <summary>What a run came to. Equal for equal options.</summary>
/// <param name="Events">Entries of the trace.</param>
/// <param name="VirtualMs">Virtual milliseconds until the end.</param>
/// <param name="HealedAfterMs">Virtual milliseconds from healing until all correct nodes had made progress; -1 if they did not.</param>
/// <param name="Heights">The highest height committed by a correct node.</param>
/// <param name="Epochs">The highest epoch entered by a correct node.</param>
/// <param name="Transactions">Acknowledged transactions.</param>
/// <param name="Digest">Of the whole trace: 128 bits in hexadecimal, equal for equal runs.</param>
/// <param name="FaultsInjected">How often each fault struck, by name, ascending.</param>
/// <param name="StatesReached">Noteworthy things that nodes reported and how often, ascending by name: shows that a run got somewhere.</param>
/// <param name="Violations">Broken invariants; empty in a good run.</param>
public sealed record SimulationReport(
    ulong Seed,
    int Nodes,
    string Faults,
    long Events,
    long VirtualMs,
    long HealedAfterMs,
    ulong Heights,
    ulong Epochs,
    int Transactions,
    string Digest,
    ImmutableSortedDictionary<string, long> FaultsInjected,
    ImmutableSortedDictionary<string, long> StatesReached,
    ImmutableArray<string> Violations)
{
    public bool IsGood => Violations.IsEmpty;

    /// <summary>The invariant that broke first, by name; empty in a good run.</summary>
    [JsonIgnore]
    public string BrokenInvariant => IsGood ? string.Empty : Violations[0].Split(' ')[0];

    /// <summary>One line of JSON, members in snake case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SimulationJsonContext.Default.SimulationReport);
}
