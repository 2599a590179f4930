using DeAI.Chain.Primitives;

namespace DeAI.Chain.Api;

/// <summary>
/// Everything that the services need from a node. The node implements it beside the replica loop: no member may block on the loop except by
/// awaiting. All members are safe to call from any thread.
/// </summary>
public interface INodeBackend
{
    /// <summary>The chain, its genesis file and its modules; constant while the node runs.</summary>
    ChainDescription Chain { get; }

    /// <summary>The newest final height on this node's disk.</summary>
    Height Tip { get; }

    /// <summary>The node as it stands now.</summary>
    NodeReport ReadStatus();

    /// <summary>The peers known now, in order of their keys.</summary>
    IReadOnlyList<PeerReport> ReadPeers();

    /// <summary>The same numbers as the Prometheus endpoint.</summary>
    IReadOnlyList<MetricSample> ReadMetrics();

    /// <summary>The newest final state. The caller disposes of it soon: it holds a snapshot open.</summary>
    IFinalState OpenState();

    /// <summary>A final block with its receipts; null: not yet final here, or pruned.</summary>
    BlockRecord? ReadBlock(Height height);

    /// <summary>The header alone; null as in <see cref="ReadBlock"/>. Cheaper than the block where the store keeps headers apart.</summary>
    Ledger.Blocks.BlockHeader? ReadHeader(Height height);

    /// <summary>Where a final transaction stands; null: this node's index does not know it.</summary>
    TransactionPlace? Locate(Hash256 id);

    /// <summary>What shows offline that a height is final; null where <see cref="ReadBlock"/> is null.</summary>
    Finality? ProveFinality(Height height);

    /// <summary>
    /// Hands transactions to the mempool, in this order. The backend checks their signatures together and beside the loop, and waits where the
    /// loop's queue is full. Refusals have the chain's stable codes (<c>encoding.*</c>, <c>ledger.*</c>, <c>mempool.*</c>,
    /// <c>replica.syncing</c>, modules').
    /// </summary>
    /// <param name="encoded">At least one.</param>
    /// <param name="watcher">Hears what became of each that is accepted, perhaps before this returns. Null: nobody does.</param>
    /// <param name="cancellation">Some may have been accepted when it comes.</param>
    /// <returns>One for each.</returns>
    ValueTask<SubmitResult[]> SubmitAsync(IReadOnlyList<ReadOnlyMemory<byte>> encoded, IFinalWatcher? watcher, CancellationToken cancellation);

    /// <summary>
    /// Completes once the transaction is final on this node's disk, at once where it is already. Refused, with the reason, once the
    /// transaction can never be included (expired, or its nonce is used by another). Unknown transactions wait until cancelled.
    /// </summary>
    Task<Result<FinalTransaction>> WaitFinalAsync(Hash256 id, CancellationToken cancellation);

    /// <summary>Completes once <see cref="Tip"/> is above <paramref name="height"/>, at once where it is already.</summary>
    Task WaitForTipAboveAsync(Height height, CancellationToken cancellation);
}
