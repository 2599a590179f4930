using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Replica.Blocks;
using DeAI.Chain.Replica.Mempool;

namespace DeAI.Chain.Replica;

/// <summary>What a replica is made of, the same for its whole life.</summary>
/// <param name="Own">This node's key.</param>
/// <param name="Safety">Restored; null for a node that never signs.</param>
/// <param name="Catalog">The chain's modules.</param>
/// <param name="Store">The durable state, read wherever the replica's own layers know nothing.</param>
/// <param name="Signatures">Verified consensus signatures; shared with whoever else verifies in this process.</param>
/// <param name="Transactions">Verified transactions; shared with <see cref="BlockWorker"/>.</param>
public sealed record ReplicaOptions(
    PublicKey Own,
    Safety? Safety,
    CatalogIndex Catalog,
    IChainStore Store,
    VerificationCache Signatures,
    VerifiedTransactionCache Transactions,
    MempoolLimits Mempool)
{
    /// <summary>Fetch the state instead of the blocks where a peer is more than so many heights ahead; null to replay every block.</summary>
    public ulong? SnapshotBehind { get; init; }
}
