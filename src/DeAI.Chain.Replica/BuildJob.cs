using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Transactions;

namespace DeAI.Chain.Replica;

/// <summary>A block to be built.</summary>
/// <param name="Parent">The ledger after the parent.</param>
/// <param name="Draft">What the proposer decided.</param>
/// <param name="Candidates">In the order to try them; unused for a carrier.</param>
/// <param name="Carrier">The parent closes the epoch: the block is empty.</param>
public sealed record BuildJob(LedgerState Parent, BlockDraft Draft, IReadOnlyList<VerifiedTransaction> Candidates, bool Carrier);
