namespace DeAI.Chain.Cli.Commands.Demo.Report;

/// <param name="KilledValidator">Its name.</param>
/// <param name="FinalizedAfterKill">Blocks that the others finalised while it was dead.</param>
/// <param name="Rejoined">Whether it reached the others' height with the same state root.</param>
internal sealed record FaultsSection(string KilledValidator, ulong FinalizedAfterKill, bool Rejoined);
