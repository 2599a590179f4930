using DeAI.Chain.Ledger.Execution;

namespace DeAI.Chain.Replica;

/// <summary>A built block.</summary>
/// <param name="Block">Executed, or why there is none.</param>
/// <param name="Dropped">Candidates that may stand in no block on this parent.</param>
/// <param name="Parent">Height of the parent built on.</param>
public sealed record BuildOutcome(View View, Result<ExecutedBlock> Block, IReadOnlyList<Hash256> Dropped, Height Parent);
