namespace DeAI.Chain.Cli.Commands.Node;

/// <summary>What a replay without a finding has seen.</summary>
/// <param name="Base">0 for a replay from genesis. Otherwise the height of a state that was fetched: nothing was replayed (<see cref="SnapshotAudit"/>).</param>
internal sealed record ReplaySummary(Height Base, Height Height, Hash256 StateRoot, long Transactions, long Certificates, long StateEntries);
