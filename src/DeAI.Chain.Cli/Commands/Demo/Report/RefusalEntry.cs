namespace DeAI.Chain.Cli.Commands.Demo.Report;

/// <summary>A false contribution, and the reason code that every validator wrote into its receipt.</summary>
internal sealed record RefusalEntry(string Attack, string Reason);
