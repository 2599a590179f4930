namespace DeAI.Chain.Cli.Commands.Demo.Report;

/// <param name="PaidOut">Sum of what the contributors and the treasury got for it.</param>
/// <param name="SameBlock">Whether the balances of all contributors rose in the block that took the price.</param>
internal sealed record PredictionSection(ulong PriceCredits, ulong PaidOut, bool SameBlock);
