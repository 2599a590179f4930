using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Client.Proofs;

/// <summary>What a checked proof shows.</summary>
/// <param name="Block">The digest of the final block.</param>
/// <param name="TimeMs">That block's time, its proposer's clock: Unix milliseconds.</param>
/// <param name="Key">The state key; empty for a transaction.</param>
/// <param name="Value">The entry's value; null: proven absent, or a transaction.</param>
/// <param name="Transaction">The encoded transaction; empty for a state entry.</param>
/// <param name="Receipt">Null for a state entry.</param>
/// <param name="Description">In words.</param>
public sealed record VerifiedFact(
    ProofKind Kind,
    ChainId Chain,
    Height Height,
    Hash256 Block,
    ulong TimeMs,
    Blob Key,
    Blob? Value,
    Blob Transaction,
    Receipt? Receipt,
    string Description);
