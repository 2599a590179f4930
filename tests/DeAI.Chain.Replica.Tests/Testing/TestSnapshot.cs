namespace DeAI.Chain.Replica.Tests.Testing;

/// <summary>A state that is being fetched, and how peers serve one.</summary>
internal sealed class TestSnapshot
{
    private readonly SortedDictionary<string, StateEntry> _entries = new(StringComparer.Ordinal);
    private Blob _progress;

    public SnapshotPlan? Plan { get; init; }

    public MemoryNodeStore Nodes { get; } = new();

    public SnapshotProgress? Progress => Plan is { } plan && !_progress.IsEmpty
        ? new SnapshotProgress(plan, Canonical.Decode<StateAssembly>(_progress.Span).Value)
        : null;

    public static ChunkAnswer Serve(MemoryNodeStore nodes, ChunkRequest request, int chunkBytes)
    {
        Result<StateChunk> chunk = ChunkReader.Read(nodes, request.Height.Value, request.Chunk, chunkBytes);
        return chunk.TryGet(out StateChunk found, out Refusal? refusal)
            ? new ChunkAnswer(request, ChunkOutcome.Found, found)
            : new ChunkAnswer(request, refusal.Code == TreeErrors.ChunkTooLarge ? ChunkOutcome.TooLarge : ChunkOutcome.Gone, null);
    }

    /// <summary>Handovers of the epochs that are over, and the newest final header.</summary>
    public static SnapshotOffer Offer(TestNode node, Epoch from, TestNode[] all)
    {
        List<EpochHandover> handovers = [];
        FinalHeader? head = null;
        foreach (FinalizedSegment segment in node.Segments)
        {
            BlockHeader header = segment.Blocks[^1].Header;
            FinalHeader final = new(header, segment.Carriers, segment.Certificate);
            if (header.ClosesEpoch && header.Epoch >= from)
            {
                EpochStart next = all.SelectMany(static other => other.Epochs).First(start => start.Epoch == header.Epoch.Next);
                handovers.Add(new EpochHandover(final, next.Validators));
            }

            head = header.ClosesEpoch && header.Epoch < from ? null : final;
        }

        return new SnapshotOffer(from, Sequence.From(handovers), head);
    }

    public void Store(ReplicaEffect.StoreChunk chunk)
    {
        Nodes.Add(new TreeUpdate(0, default, chunk.Nodes, []));
        foreach (StateEntry entry in chunk.Entries)
        {
            _entries.Add(Convert.ToHexString(entry.Key.Span), entry);
        }

        _progress = chunk.Progress;
    }

    public MemoryState ToState()
    {
        MemoryState state = new();
        state.Apply(new WriteSet([.. _entries.Values.Select(static entry => new StateChange(entry.Key, entry.Value))]));
        return state;
    }
}
