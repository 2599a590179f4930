using System.Buffers;
using DeAI.Chain.Storage.Files;

namespace DeAI.Chain.Storage.RocksDb;

/// <summary>
/// One RocksDB database with named column families. All members may be called from any thread. A read that meets damage throws
/// <see cref="StorageCorruptException"/>; it never returns other bytes than those written.
/// </summary>
public sealed unsafe class RocksDatabase : IDisposable
{
    private readonly DatabaseHandle _handle;
    private readonly Dictionary<string, ColumnFamily> _byName;
    private volatile bool _disposed;

    private RocksDatabase(string directory, DatabaseHandle handle, IReadOnlyList<ColumnFamily> columnFamilies, bool compresses)
    {
        Directory = directory;
        Compresses = compresses;
        ColumnFamilies = columnFamilies;
        _handle = handle;
        _byName = columnFamilies.ToDictionary(family => family.Name, StringComparer.Ordinal);
    }

    public string Directory { get; }

    /// <summary>Whether this build of RocksDB compresses tables as asked.</summary>
    public bool Compresses { get; }

    /// <summary>Every column family there is, "default" included, sorted by name.</summary>
    public IReadOnlyList<ColumnFamily> ColumnFamilies { get; }

    /// <summary>
    /// Opens or creates the database with every column family named here and every one that exists already.
    /// </summary>
    /// <exception cref="StorageLockedException">It is open elsewhere.</exception>
    /// <exception cref="StorageCorruptException">Files are damaged or missing. See <see cref="WalRecovery"/>.</exception>
    /// <exception cref="StorageFullException">No space to create or recover it.</exception>
    /// <exception cref="RocksDbException">Anything else.</exception>
    public static RocksDatabase Open(string directory, RocksDatabaseOptions options, IReadOnlyList<string> columnFamilies)
    {
        string full = Path.GetFullPath(directory);
        DatabaseOpener opener = new(full, options, columnFamilies);
        DatabaseHandle handle = opener.Open(out IReadOnlyList<ColumnFamily> opened, out bool compresses);
        return new RocksDatabase(full, handle, opened, compresses);
    }

    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public ColumnFamily ColumnFamily(string name) =>
        _byName.TryGetValue(name, out ColumnFamily? family)
            ? family
            : throw new KeyNotFoundException($"No column family {name} in {Directory}.");

    /// <summary>The value, copied, or null when the key is absent.</summary>
    public byte[]? Get(ColumnFamily columnFamily, ReadOnlySpan<byte> key, RocksSnapshot? snapshot = null) =>
        TryRead(columnFamily, key, 0, static (value, _) => value.ToArray(), out byte[]? copy, snapshot) ? copy : null;

    public bool Contains(ColumnFamily columnFamily, ReadOnlySpan<byte> key, RocksSnapshot? snapshot = null) =>
        TryRead(columnFamily, key, 0, static (_, _) => true, out _, snapshot);

    /// <summary>Appends the value to <paramref name="destination"/>.</summary>
    /// <returns>False when the key is absent.</returns>
    public bool TryGet(ColumnFamily columnFamily, ReadOnlySpan<byte> key, IBufferWriter<byte> destination, RocksSnapshot? snapshot = null) =>
        TryRead(columnFamily, key, destination, CopyTo, out _, snapshot);

    /// <summary>Reads the value in place, without a copy.</summary>
    /// <returns>False when the key is absent; <paramref name="read"/> is not called then.</returns>
    public bool TryRead<TState, TResult>(
        ColumnFamily columnFamily,
        ReadOnlySpan<byte> key,
        TState state,
        ValueReader<TState, TResult> read,
        out TResult? result,
        RocksSnapshot? snapshot = null)
    {
        DatabaseHandle handle = Handle;
        nint family = columnFamily.For(handle);
        nint readOptions = snapshot is null ? handle.Options.Read : snapshot.ReadOptionsFor(handle);

        // The pinned block belongs to the database, which must not close while the reader looks at it.
        bool referenced = false;
        nint slice = 0;
        try
        {
            handle.DangerousAddRef(ref referenced);
            nint error = 0;
            fixed (byte* pointer = key)
            {
                slice = Native.GetPinned(handle, readOptions, family, pointer, (nuint)key.Length, &error);
            }

            GC.KeepAlive(snapshot);
            RocksDbErrors.ThrowIfError(error);
            if (slice == 0)
            {
                result = default;
                return false;
            }

            nuint length;
            byte* value = Native.PinnedValue(slice, &length);
            result = read(new ReadOnlySpan<byte>(value, checked((int)length)), state);
            return true;
        }
        finally
        {
            if (slice != 0)
            {
                Native.PinnedDestroy(slice);
            }

            if (referenced)
            {
                handle.DangerousRelease();
            }
        }
    }

    public WriteBatch CreateBatch() => new(Handle);

    /// <summary>Makes the batch visible atomically; with <paramref name="sync"/> it is on the disk when this returns.</summary>
    /// <exception cref="StorageFullException">Nothing of the batch is visible.</exception>
    public void Write(WriteBatch batch, bool sync)
    {
        if (!ReferenceEquals(batch.Database, Handle))
        {
            throw new ArgumentException("The batch belongs to another database.", nameof(batch));
        }

        nint error = 0;
        Native.Write(Handle, sync ? Handle.Options.WriteSynced : Handle.Options.WriteUnsynced, batch.Pointer, &error);
        GC.KeepAlive(batch);
        RocksDbErrors.ThrowIfError(error);
    }

    /// <summary>Makes every unsynced write so far durable.</summary>
    public void SyncWrites()
    {
        nint error = 0;
        Native.FlushWal(Handle, 1, &error);
        RocksDbErrors.ThrowIfError(error);
    }

    /// <param name="fillCache">False for long scans, so that they do not push hot blocks out.</param>
    public RocksIterator CreateIterator(
        ColumnFamily columnFamily, IteratorRange range = default, RocksSnapshot? snapshot = null, bool fillCache = true) =>
        new(Handle, columnFamily, range, snapshot, fillCache);

    public RocksSnapshot CreateSnapshot() => new(Handle);

    /// <summary>
    /// Writes a consistent, openable copy: tables as hard links where the file system allows, so it is fast and small at first.
    /// </summary>
    /// <param name="directory">Must not exist; its parent must.</param>
    public void Checkpoint(string directory)
    {
        nint error = 0;
        nint checkpoint = Native.CheckpointCreate(Handle, &error);
        RocksDbErrors.ThrowIfError(error);
        try
        {
            Native.CheckpointWrite(checkpoint, directory, 0, &error);
        }
        finally
        {
            Native.CheckpointDestroy(checkpoint);
        }

        RocksDbErrors.ThrowIfError(error);
        Posix.FlushDirectory(Path.GetDirectoryName(Path.GetFullPath(directory))!);
    }

    /// <summary>Writes every write buffer out as tables and waits for it.</summary>
    public void Flush()
    {
        foreach (ColumnFamily family in ColumnFamilies)
        {
            nint error = 0;
            Native.Flush(Handle, Handle.Options.FlushAndWait, family.For(Handle), &error);
            RocksDbErrors.ThrowIfError(error);
        }
    }

    /// <summary>Compacts a whole column family and waits for it. For maintenance: it reads and writes all of it.</summary>
    /// <exception cref="StorageException">A background job has failed: the C interface of this call reports nothing itself.</exception>
    public void CompactRange(ColumnFamily columnFamily)
    {
        long before = Property(columnFamily, "rocksdb.background-errors");
        Native.CompactRange(Handle, columnFamily.For(Handle), null, 0, null, 0);
        if (Property(columnFamily, "rocksdb.background-errors") != before)
        {
            throw new StorageException($"Compaction of {columnFamily.Name} failed; see the LOG file in {Directory}.");
        }
    }

    /// <summary>A numeric property of one column family, such as "rocksdb.estimate-num-keys". Names: rocksdb/db.h.</summary>
    /// <exception cref="ArgumentException">RocksDB does not know it as a number.</exception>
    public long Property(ColumnFamily columnFamily, string name)
    {
        ulong value;
        return Native.PropertyInt(Handle, columnFamily.For(Handle), name, &value) == 0
            ? unchecked((long)value)
            : throw new ArgumentException($"RocksDB has no numeric property {name}.", nameof(name));
    }

    /// <summary>A property as text, such as "rocksdb.stats", or null when RocksDB does not know it.</summary>
    public string? PropertyText(ColumnFamily columnFamily, string name)
    {
        nint text = Native.PropertyValue(Handle, columnFamily.For(Handle), name);
        return text == 0 ? null : RocksDbErrors.TakeString(text);
    }

    public RocksDatabaseStatistics Statistics()
    {
        // These are of the database or of the cache that all column families share: ask one of them.
        ColumnFamily any = ColumnFamilies[0];
        return new RocksDatabaseStatistics(
            Sum("rocksdb.estimate-num-keys"),
            Sum("rocksdb.total-sst-files-size"),
            Sum("rocksdb.cur-size-all-mem-tables"),
            Sum("rocksdb.estimate-table-readers-mem"),
            Property(any, "rocksdb.block-cache-usage"),
            Sum("rocksdb.estimate-pending-compaction-bytes"),
            Property(any, "rocksdb.num-running-flushes") + Property(any, "rocksdb.num-running-compactions"),
            Property(any, "rocksdb.background-errors"),
            Property(any, "rocksdb.num-snapshots"),
            Property(any, "rocksdb.oldest-snapshot-time"),
            Property(any, "rocksdb.is-write-stopped") != 0);
    }

    /// <summary>
    /// Closes the database once the last iterator, snapshot and batch is disposed as well. Unsynced writes survive this, not power loss.
    /// </summary>
    public void Dispose()
    {
        _disposed = true;
        _handle.Dispose();
    }

    // Children may keep the native database open for a while; new work is refused from Dispose on.
    private DatabaseHandle Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _handle;
        }
    }

    private static bool CopyTo(ReadOnlySpan<byte> value, IBufferWriter<byte> destination)
    {
        destination.Write(value);
        return true;
    }

    private long Sum(string property)
    {
        long sum = 0;
        foreach (ColumnFamily family in ColumnFamilies)
        {
            sum += Property(family, property);
        }

        return sum;
    }
}
