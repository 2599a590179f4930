namespace DeAI.Chain.Replica;

/// <summary>The timing parameters in force, in milliseconds; their meaning stands at <see cref="Ledger.Parameters.LedgerParameters"/>.</summary>
internal sealed record BlockTiming(uint DeltaMs, uint TimeoutCapMs, uint MinIntervalMs, uint MaxIntervalMs, uint MaxSkewMs);
