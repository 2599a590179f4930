using System.Runtime.InteropServices;

namespace DeAI.Chain.Storage.RocksDb;

/// <summary>
/// The open database with its column family handles and options, counted. Iterators, snapshots and batches hold a reference, so whatever
/// order their owners dispose in, RocksDB sees the one that it demands: children, then column families, then the database, then options.
/// </summary>
internal sealed class DatabaseHandle : SafeHandle
{
    private readonly nint[] _columnFamilies;
    private readonly NativeOptions _options;

    public DatabaseHandle(nint database, nint[] columnFamilies, NativeOptions options)
        : base(0, ownsHandle: true)
    {
        _columnFamilies = columnFamilies;
        _options = options;
        bool added = false;
        options.DangerousAddRef(ref added);
        SetHandle(database);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Only for a holder of a reference.</summary>
    public nint Pointer => handle;

    public NativeOptions Options => _options;

    /// <exception cref="ObjectDisposedException">The database is closed.</exception>
    public void AddReference()
    {
        bool added = false;
        DangerousAddRef(ref added);
    }

    protected override bool ReleaseHandle()
    {
        // A running compaction would hold the process for seconds at exit; what it did is repeated.
        Native.CancelBackgroundWork(handle, 1);
        foreach (nint columnFamily in _columnFamilies)
        {
            Native.ColumnFamilyDestroy(columnFamily);
        }

        Native.Close(handle);
        _options.DangerousRelease();
        _options.Dispose();
        return true;
    }
}
