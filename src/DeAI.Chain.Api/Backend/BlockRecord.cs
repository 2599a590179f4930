using System.Collections.Immutable;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Receipts;

namespace DeAI.Chain.Api;

/// <summary>A final block: one receipt for each transaction, in order, and the events of the block's hooks.</summary>
public sealed record BlockRecord(Block Block, ImmutableArray<Receipt> Receipts, BlockEvents Events);
