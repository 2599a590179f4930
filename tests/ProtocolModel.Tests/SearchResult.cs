namespace DeAI.Chain.ProtocolModel.Tests;

/// <summary>What a search of the model came to.</summary>
/// <param name="Output">All that the search printed.</param>
/// <param name="IsComplete">It ran to its end, without a limit of depth or memory cutting it short.</param>
/// <param name="States">States stored.</param>
/// <param name="Violated">The first assertion violated, or null.</param>
/// <param name="Unreached">Statements that no behaviour reaches, other than the ends of processes.</param>
/// <param name="Trail">The steps of the counterexample, one a line; empty if there is none.</param>
internal sealed record SearchResult(
    string Output, bool IsComplete, long States, string? Violated, IReadOnlyList<string> Unreached, IReadOnlyList<string> Trail);
