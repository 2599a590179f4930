namespace DeAI.Chain.Cli.Commands.Demo.Report;

/// <param name="Paid">Credits by which the worker's balance rose in the block of the acceptance.</param>
internal sealed record BountySection(ulong Paid);
