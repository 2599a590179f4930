using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Execution;

namespace DeAI.Chain.Replica;

/// <summary>A block to be executed and compared with its header.</summary>
/// <param name="Digest">The block's.</param>
/// <param name="Parent">The ledger after the parent.</param>
/// <param name="Carrier">An ancestor closes the epoch: refuse it unless it is an empty carrier.</param>
/// <param name="Syncing">It came by block sync, certified already.</param>
public sealed record ValidationJob(Hash256 Digest, LedgerState Parent, Block Block, bool Carrier, bool Syncing);
