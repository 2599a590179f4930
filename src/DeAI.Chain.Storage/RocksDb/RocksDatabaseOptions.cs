namespace DeAI.Chain.Storage.RocksDb;

/// <summary>
/// Sizes in bytes. The defaults keep an idle validator's whole process under 200 MiB: memory grows to about
/// <see cref="WriteBufferTotalBytes"/> + <see cref="BlockCacheBytes"/> and no further.
/// </summary>
public sealed record RocksDatabaseOptions
{
    private const int MiB = 1 << 20;

    public static RocksDatabaseOptions Default { get; } = new();

    /// <summary>Of one column family, before it is written out as a table.</summary>
    public int WriteBufferBytes { get; init; } = 8 * MiB;

    /// <summary>Of all column families together.</summary>
    public int WriteBufferTotalBytes { get; init; } = 32 * MiB;

    /// <summary>Decompressed blocks, indexes and filters, least recently used first out.</summary>
    public int BlockCacheBytes { get; init; } = 32 * MiB;

    /// <summary>10 gives about 1 % false positives. 0 is no filter.</summary>
    public int BloomBitsPerKey { get; init; } = 10;

    /// <summary>Flushes and compactions at a time.</summary>
    public int MaxBackgroundJobs { get; init; } = 2;

    public int MaxOpenFiles { get; init; } = 256;

    /// <summary>Bounds how long opening after a crash replays.</summary>
    public long MaxWalBytes { get; init; } = 64L * MiB;

    public WalRecovery WalRecovery { get; init; } = WalRecovery.TolerateTornTail;

    /// <summary>LZ4, or none when this build of RocksDB lacks it.</summary>
    public bool Compress { get; init; } = true;

    /// <summary>RocksDB's own text log: files kept, and the size of each.</summary>
    public int LogFiles { get; init; } = 4;

    public int LogFileBytes { get; init; } = 4 * MiB;

    /// <summary>Histograms and tickers, at 5 to 10 % of the speed.</summary>
    public bool EnableStatistics { get; init; }

    /// <summary>False refuses a directory that holds no database.</summary>
    public bool CreateIfMissing { get; init; } = true;
}
