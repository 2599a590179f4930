using DeAI.Chain.Ledger.Execution;

namespace DeAI.Chain.Replica;

/// <summary>The block as executed here, or why it is invalid.</summary>
/// <param name="Parent">Height of the parent executed on.</param>
public sealed record ValidationOutcome(Hash256 Digest, Result<ExecutedBlock> Block, bool Syncing, Height Parent);
