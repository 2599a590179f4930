using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Client.Proofs;

/// <summary>What a checked proof shows.</summary>
/// <param name="Block">The digest of the final block.</param>
/// <param name="TimeMs">That block's time, its proposer's clock: Unix milliseconds.</param>
/// <param name="Description">In words.</param>
public sealed record VerifiedFact(
    ProofKind Kind,
    ChainId Chain,
    Height Height,
    Hash256 Block,
    ulong TimeMs,
    string Description)
{
    /// <summary>The state key, or a range's first; else empty.</summary>
    public Blob Key { get; init; }

    /// <summary>The state entry's value; null: proven absent, or another kind.</summary>
    public Blob? Value { get; init; }

    /// <summary>All entries of the range, ascending by key; else empty.</summary>
    public Sequence<StateEntry> Entries { get; init; }

    /// <summary>The encoded transaction; else empty.</summary>
    public Blob Transaction { get; init; }

    /// <summary>Of a transaction or a receipt; else null.</summary>
    public Receipt? Receipt { get; init; }
}
