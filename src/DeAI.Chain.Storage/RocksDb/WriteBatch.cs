namespace DeAI.Chain.Storage.RocksDb;

/// <summary>
/// Changes that become visible and durable together or not at all, over all column families, in the order they were added. Reusable after
/// <see cref="Clear"/>. Not for several threads at a time.
/// </summary>
public sealed unsafe class WriteBatch : IDisposable
{
    private const int SmallValueBytes = 4096;

    private readonly DatabaseHandle _database;
    private nint _batch;

    internal WriteBatch(DatabaseHandle database)
    {
        database.AddReference();
        _database = database;
        _batch = Native.BatchCreate();
    }

    ~WriteBatch() => Release();

    /// <summary>Changes so far.</summary>
    public int Count => Native.BatchCount(Pointer);

    /// <summary>Bytes that the write-ahead log will take.</summary>
    public long SizeBytes
    {
        get
        {
            nuint length;
            Native.BatchData(Pointer, &length);
            return (long)length;
        }
    }

    internal DatabaseHandle Database => _database;

    internal nint Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(_batch == 0, this);
            return _batch;
        }
    }

    public void Put(ColumnFamily columnFamily, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        nint batch = Pointer;
        nint family = columnFamily.For(_database);
        fixed (byte* keyPointer = key, valuePointer = value)
        {
            if (key.Length + value.Length <= SmallValueBytes)
            {
                Native.BatchPutSmall(batch, family, keyPointer, (nuint)key.Length, valuePointer, (nuint)value.Length);
            }
            else
            {
                Native.BatchPut(batch, family, keyPointer, (nuint)key.Length, valuePointer, (nuint)value.Length);
            }
        }

        GC.KeepAlive(this);
    }

    /// <summary>Deleting an absent key is no error.</summary>
    public void Delete(ColumnFamily columnFamily, ReadOnlySpan<byte> key)
    {
        nint family = columnFamily.For(_database);
        fixed (byte* keyPointer = key)
        {
            Native.BatchDelete(Pointer, family, keyPointer, (nuint)key.Length);
        }

        GC.KeepAlive(this);
    }

    /// <summary>Deletes every key from <paramref name="start"/> (inclusive) to <paramref name="end"/> (exclusive).</summary>
    public void DeleteRange(ColumnFamily columnFamily, ReadOnlySpan<byte> start, ReadOnlySpan<byte> end)
    {
        if (start.SequenceCompareTo(end) > 0)
        {
            throw new ArgumentException("The range ends before it starts.", nameof(end));
        }

        nint family = columnFamily.For(_database);
        fixed (byte* startPointer = start, endPointer = end)
        {
            Native.BatchDeleteRange(Pointer, family, startPointer, (nuint)start.Length, endPointer, (nuint)end.Length);
        }

        GC.KeepAlive(this);
    }

    public void Clear()
    {
        Native.BatchClear(Pointer);
        GC.KeepAlive(this);
    }

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        nint batch = Interlocked.Exchange(ref _batch, 0);
        if (batch != 0)
        {
            Native.BatchDestroy(batch);
            _database.DangerousRelease();
        }
    }
}
