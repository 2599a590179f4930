namespace DeAI.Chain.Cli.Commands.Node;

/// <summary>What a replay without a finding has seen.</summary>
internal sealed record ReplaySummary(Height Height, Hash256 StateRoot, long Transactions, long Certificates, long StateEntries);
