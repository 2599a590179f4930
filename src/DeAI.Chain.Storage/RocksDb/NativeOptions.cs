using System.Runtime.InteropServices;

namespace DeAI.Chain.Storage.RocksDb;

/// <summary>The native twin of <see cref="RocksDatabaseOptions"/>, and the option objects that every read and write shares.</summary>
internal sealed class NativeOptions : SafeHandle
{
    private const int Lz4 = 4;
    private const int None = 0;
    private const int WarnLevel = 2;
    private const long MiB = 1 << 20;

    private NativeOptions(RocksDatabaseOptions options, bool compress)
        : base(0, ownsHandle: true)
    {
        Cache = Native.CacheCreate((nuint)options.BlockCacheBytes);
        nint native = Native.OptionsCreate();
        SetHandle(native);
        SetDatabase(native, options);
        SetColumnFamily(native, options, compress);
        Read = Native.ReadOptionsCreate();
        Native.SetReadVerifyChecksums(Read, 1);
        WriteSynced = Native.WriteOptionsCreate();
        Native.SetWriteSync(WriteSynced, 1);
        WriteUnsynced = Native.WriteOptionsCreate();
        Native.SetWriteSync(WriteUnsynced, 0);
        FlushAndWait = Native.FlushOptionsCreate();
        Native.SetFlushWait(FlushAndWait, 1);
    }

    public override bool IsInvalid => handle == 0;

    public nint Pointer => handle;

    public nint Cache { get; }

    public nint Read { get; }

    public nint WriteSynced { get; }

    public nint WriteUnsynced { get; }

    public nint FlushAndWait { get; }

    public static NativeOptions Create(RocksDatabaseOptions options, bool compress)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.WriteBufferBytes, 64 << 10);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.WriteBufferTotalBytes, options.WriteBufferBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.BlockCacheBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(options.BloomBitsPerKey);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxBackgroundJobs);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxOpenFiles, 32);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxWalBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.LogFiles);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.LogFileBytes);
        return new NativeOptions(options, compress);
    }

    protected override bool ReleaseHandle()
    {
        Native.FlushOptionsDestroy(FlushAndWait);
        Native.WriteOptionsDestroy(WriteUnsynced);
        Native.WriteOptionsDestroy(WriteSynced);
        Native.ReadOptionsDestroy(Read);
        Native.OptionsDestroy(handle);
        Native.CacheDestroy(Cache);
        return true;
    }

    private static void SetDatabase(nint native, RocksDatabaseOptions options)
    {
        Native.SetCreateIfMissing(native, options.CreateIfMissing ? (byte)1 : (byte)0);
        Native.SetCreateMissingColumnFamilies(native, 1);
        Native.SetParanoidChecks(native, 1);
        Native.SetDbWriteBufferSize(native, (nuint)options.WriteBufferTotalBytes);
        Native.SetMaxBackgroundJobs(native, options.MaxBackgroundJobs);
        Native.SetMaxOpenFiles(native, options.MaxOpenFiles);
        Native.SetMaxTotalWalSize(native, (ulong)options.MaxWalBytes);
        Native.SetWalRecoveryMode(native, (int)options.WalRecovery);
        Native.SetKeepLogFileNum(native, (nuint)options.LogFiles);
        Native.SetMaxLogFileSize(native, (nuint)options.LogFileBytes);
        Native.SetInfoLogLevel(native, WarnLevel);
        Native.SetStatsDumpPeriodSec(native, 0);
        Native.SetStatsPersistPeriodSec(native, 0);
        Native.SetMaxManifestFileSize(native, (nuint)(16 * MiB));
        Native.SetManifestPreallocationSize(native, 64 << 10);

        // Written out steadily instead of in one burst that would stall the flush of a vote on the same disk.
        Native.SetBytesPerSync(native, (ulong)MiB);
        Native.SetAvoidUnnecessaryBlockingIo(native, 1);
        if (options.EnableStatistics)
        {
            Native.EnableStatistics(native);
        }
    }

    private void SetColumnFamily(nint native, RocksDatabaseOptions options, bool compress)
    {
        Native.SetWriteBufferSize(native, (nuint)options.WriteBufferBytes);
        Native.SetMaxWriteBufferNumber(native, 2);
        Native.SetCompression(native, compress ? Lz4 : None);
        Native.SetLevelCompactionDynamicLevelBytes(native, 1);
        Native.SetTargetFileSizeBase(native, (ulong)(16 * MiB));
        Native.SetMaxBytesForLevelBase(native, (ulong)(64 * MiB));

        nint table = Native.TableOptionsCreate();
        Native.SetTableBlockSize(table, 8 << 10);
        Native.SetTableBlockCache(table, Cache);
        Native.SetTableFormatVersion(table, 5);

        // Indexes and filters count against the cache: memory stays bounded however much is stored.
        Native.SetTableCacheIndexAndFilterBlocks(table, 1);
        Native.SetTableCacheIndexAndFilterBlocksWithHighPriority(table, 1);
        Native.SetTablePinL0FilterAndIndexBlocksInCache(table, 1);
        if (options.BloomBitsPerKey > 0)
        {
            // The table options take the policy over.
            Native.SetTableFilterPolicy(table, Native.BloomFilterCreate(options.BloomBitsPerKey));
        }

        Native.SetBlockBasedTableFactory(native, table);
        Native.TableOptionsDestroy(table);
    }
}
