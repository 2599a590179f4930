using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Execution;

/// <summary>A candidate that may be in no block on this state: the mempool should forget it, or look at it again if it depends on another.</summary>
public sealed record DroppedTransaction(Hash256 Id, Refusal Reason);
