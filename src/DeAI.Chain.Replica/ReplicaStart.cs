using System.Collections.Immutable;
using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Blocks;

namespace DeAI.Chain.Replica;

/// <summary>Where a replica begins: at genesis, or where its disk left off.</summary>
/// <param name="Committed">Header of the newest durable block.</param>
/// <param name="Certificate">Its finalization; null for genesis, and where the epoch starts from this block.</param>
/// <param name="Epoch">The epoch that the node is in: the next one already, if the newest block closed its epoch.</param>
/// <param name="Proposals">Stored proposals above the newest block, of this epoch, in any order.</param>
public sealed record ReplicaStart(BlockHeader Committed, Certificate? Certificate, EpochStart Epoch, ImmutableArray<Proposal> Proposals)
{
    /// <summary>A snapshot sync that the last run did not finish; null for none.</summary>
    public SnapshotProgress? Snapshot { get; init; }
}
