namespace DeAI.Chain.Cli.Commands.Demo.Report;

/// <summary>A fee before and after a vote, read from the parameters in force.</summary>
internal sealed record GovernanceSection(ulong FeeBefore, ulong FeeAfter, ulong ExecutedAtHeight);
