namespace DeAI.Chain.Storage.RocksDb;

/// <summary>
/// The database as it was when this was taken, over all column families, however much is written since. Hold it shortly: compaction keeps
/// every version that a snapshot can see. Any number of threads may read through one.
/// </summary>
public sealed class RocksSnapshot : IDisposable
{
    private readonly DatabaseHandle _database;
    private readonly nint _snapshot;
    private nint _readOptions;

    internal RocksSnapshot(DatabaseHandle database)
    {
        database.AddReference();
        _database = database;
        _snapshot = Native.CreateSnapshot(database.Pointer);
        _readOptions = Native.ReadOptionsCreate();
        Native.SetReadVerifyChecksums(_readOptions, 1);
        Native.SetReadSnapshot(_readOptions, _snapshot);
    }

    ~RocksSnapshot() => Release();

    internal nint ReadOptionsFor(DatabaseHandle user)
    {
        nint options = _readOptions;
        ObjectDisposedException.ThrowIf(options == 0, this);
        return ReferenceEquals(user, _database) ? options : throw new ArgumentException("The snapshot belongs to another database.");
    }

    internal nint PointerFor(DatabaseHandle user)
    {
        _ = ReadOptionsFor(user);
        return _snapshot;
    }

    /// <summary>No reader or iterator may use the snapshot any more.</summary>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        nint options = Interlocked.Exchange(ref _readOptions, 0);
        if (options != 0)
        {
            Native.ReadOptionsDestroy(options);
            Native.ReleaseSnapshot(_database.Pointer, _snapshot);
            _database.DangerousRelease();
        }
    }
}
