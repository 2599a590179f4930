using System.Collections.Immutable;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Execution;

/// <summary>A block as executed here: its header as computed, and everything to be stored with it in one atomic batch.</summary>
/// <param name="Header">With every root.</param>
/// <param name="Digest">The header's.</param>
/// <param name="Transactions">In the block's order.</param>
/// <param name="Writes">To the flat state.</param>
/// <param name="Tree">To the state tree; null for a carrier, which changes nothing.</param>
/// <param name="Receipts">One for each transaction; none in a carrier, whose receipts root is its closing block's.</param>
/// <param name="Events">Of the block's hooks.</param>
/// <param name="Beacon">This block's randomness.</param>
public sealed record ExecutedBlock(
    BlockHeader Header,
    Hash256 Digest,
    ImmutableArray<VerifiedTransaction> Transactions,
    WriteSet Writes,
    TreeUpdate? Tree,
    ImmutableArray<Receipt> Receipts,
    BlockEvents Events,
    Hash256 Beacon)
{
    public Hash256 StateRoot => Header.StateRoot;

    /// <summary>Whether nothing but carriers may follow in this epoch.</summary>
    public bool ClosesEpoch => Header.ClosesEpoch;

    /// <summary>As it travels and is stored.</summary>
    public Block ToBlock() => new(Header, Sequence.From(Transactions.Select(static transaction => transaction.Encoded)));
}
