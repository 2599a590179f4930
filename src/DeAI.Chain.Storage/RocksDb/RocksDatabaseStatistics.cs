namespace DeAI.Chain.Storage.RocksDb;

/// <summary>What a scrape reads, summed over all column families. Bytes and counts.</summary>
/// <param name="EstimatedKeys">An estimate: deletions not yet compacted count.</param>
/// <param name="TableFileBytes">On disk, files that only a snapshot or iterator still needs included.</param>
/// <param name="MemtableBytes">Held by write buffers.</param>
/// <param name="TableReaderBytes">Held by open tables beside the cache.</param>
/// <param name="BlockCacheBytes">Held by the block cache.</param>
/// <param name="PendingCompactionBytes">Estimated work that compaction owes; when it grows without end, the disk is too slow.</param>
/// <param name="RunningBackgroundJobs">Flushes and compactions.</param>
/// <param name="BackgroundErrors">Failed background jobs since opening. Anything but 0 needs an operator.</param>
/// <param name="OpenSnapshots">Snapshots not yet disposed.</param>
/// <param name="OldestSnapshotSeconds">Unix time of the oldest of them, 0 without any.</param>
/// <param name="WritesStopped">Writes wait because flushes or compactions cannot keep up.</param>
public sealed record RocksDatabaseStatistics(
    long EstimatedKeys,
    long TableFileBytes,
    long MemtableBytes,
    long TableReaderBytes,
    long BlockCacheBytes,
    long PendingCompactionBytes,
    long RunningBackgroundJobs,
    long BackgroundErrors,
    long OpenSnapshots,
    long OldestSnapshotSeconds,
    bool WritesStopped);
