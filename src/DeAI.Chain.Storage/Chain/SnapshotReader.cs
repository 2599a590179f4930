using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Primitives.Validators;
using DeAI.Chain.Replica.Messages.Snapshots;

namespace DeAI.Chain.Storage.Chain;

/// <summary>What this node gives to peers that sync by snapshot. Safe from any thread; reads beside commits and pruning.</summary>
public sealed class SnapshotReader(ChainStore store)
{
    /// <summary>
    /// Handovers from an epoch on, and, where they reach the present, the newest final header. A chain may stand for long where an epoch closed,
    /// waiting for the very node that asks.
    /// </summary>
    public SnapshotOffer Offer(Epoch from)
    {
        BlockHeader tip = store.Tip!.Header;
        List<EpochHandover> handovers = [];
        long bytes = 0;
        Epoch epoch = from;
        Epoch until = tip.ClosesEpoch ? tip.Epoch.Next : tip.Epoch;
        while (epoch < until && bytes < SnapshotOffer.TargetBytes && handovers.Count < SnapshotOffer.MaxHandovers)
        {
            if (Handover(epoch) is not { } handover)
            {
                break;
            }

            handovers.Add(handover);
            bytes += Canonical.Encode(handover).Length;
            epoch = epoch.Next;
        }

        FinalHeader? head = tip.ClosesEpoch ? handovers.LastOrDefault()?.Closing : Final(tip.Height);
        return new SnapshotOffer(from, Sequence.From(handovers), epoch == until ? head : null);
    }

    public ChunkAnswer Chunk(ChunkRequest request)
    {
        using StateSnapshot snapshot = store.Snapshot();
        Result<StateChunk> chunk = request.Height > snapshot.Header.Height
            ? Result.Refuse<StateChunk>(TreeErrors.VersionUnavailable, $"height {request.Height} is not reached")
            : ChunkReader.Read(snapshot.Nodes, request.Height.Value, request.Chunk, ChunkAnswer.MaxChunkBytes);
        if (chunk.TryGet(out StateChunk found, out Refusal? refusal))
        {
            return new ChunkAnswer(request, ChunkOutcome.Found, found);
        }

        return new ChunkAnswer(request, refusal.Code == TreeErrors.ChunkTooLarge ? ChunkOutcome.TooLarge : ChunkOutcome.Gone, null);
    }

    private EpochHandover? Handover(Epoch epoch) =>
        store.Blocks.ClosingHeight(epoch) is { } closing && Final(closing) is { } final && store.Blocks.ValidatorsAfter(epoch) is { } next
            ? new EpochHandover(final, next)
            : null;

    /// <summary>Null where the height is not the last of its segment, which closing blocks and tips are.</summary>
    private FinalHeader? Final(Height height) =>
        store.Blocks.Header(height) is { } header && store.Blocks.SegmentOf(height) is { } end && end.Last == height
            ? new FinalHeader(header, end.Segment.Carriers, end.Segment.Certificate)
            : null;
}
