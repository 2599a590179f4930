namespace DeAI.Chain.Cli.Commands.Demo.Report;

/// <summary>What became of the openings that members submitted.</summary>
internal sealed record ProofsSection(int Submitted, int Accepted, int Refused, IReadOnlyList<RefusalEntry> Refusals);
