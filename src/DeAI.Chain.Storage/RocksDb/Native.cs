using System.Runtime.InteropServices;

namespace DeAI.Chain.Storage.RocksDb;

/// <summary>
/// Database, batch, read and iterator functions of RocksDB's C API (rocksdb/c.h). Raw pointers: lifetimes are the business of the handle
/// classes. <c>SuppressGCTransition</c> stands only where the call touches memory alone and is over in well under a microsecond.
/// </summary>
internal static unsafe partial class Native
{
    private const string Library = NativeLibraryNames.Logical;

    static Native() => NativeLibraryNames.Register();

    [LibraryImport(Library, EntryPoint = "rocksdb_free")]
    public static partial void Free(nint pointer);

    [LibraryImport(Library, EntryPoint = "rocksdb_open_column_families", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OpenColumnFamilies(
        nint options, string path, int count, nint* names, nint* columnFamilyOptions, nint* handles, nint* error);

    [LibraryImport(Library, EntryPoint = "rocksdb_list_column_families", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint* ListColumnFamilies(nint options, string path, nuint* count, nint* error);

    [LibraryImport(Library, EntryPoint = "rocksdb_list_column_families_destroy")]
    public static partial void ListColumnFamiliesDestroy(nint* names, nuint count);

    [LibraryImport(Library, EntryPoint = "rocksdb_column_family_handle_destroy")]
    public static partial void ColumnFamilyDestroy(nint columnFamily);

    [LibraryImport(Library, EntryPoint = "rocksdb_cancel_all_background_work")]
    public static partial void CancelBackgroundWork(nint database, byte wait);

    [LibraryImport(Library, EntryPoint = "rocksdb_close")]
    public static partial void Close(nint database);

    [LibraryImport(Library, EntryPoint = "rocksdb_write")]
    public static partial void Write(DatabaseHandle database, nint writeOptions, nint batch, nint* error);

    [LibraryImport(Library, EntryPoint = "rocksdb_flush_wal")]
    public static partial void FlushWal(DatabaseHandle database, byte sync, nint* error);

    [LibraryImport(Library, EntryPoint = "rocksdb_flush_cf")]
    public static partial void Flush(DatabaseHandle database, nint flushOptions, nint columnFamily, nint* error);

    [LibraryImport(Library, EntryPoint = "rocksdb_compact_range_cf")]
    public static partial void CompactRange(
        DatabaseHandle database, nint columnFamily, byte* start, nuint startLength, byte* limit, nuint limitLength);

    [LibraryImport(Library, EntryPoint = "rocksdb_get_pinned_cf")]
    public static partial nint GetPinned(
        DatabaseHandle database, nint readOptions, nint columnFamily, byte* key, nuint keyLength, nint* error);

    [LibraryImport(Library, EntryPoint = "rocksdb_pinnableslice_value")]
    [SuppressGCTransition]
    public static partial byte* PinnedValue(nint slice, nuint* length);

    [LibraryImport(Library, EntryPoint = "rocksdb_pinnableslice_destroy")]
    public static partial void PinnedDestroy(nint slice);

    [LibraryImport(Library, EntryPoint = "rocksdb_property_value_cf", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint PropertyValue(DatabaseHandle database, nint columnFamily, string name);

    [LibraryImport(Library, EntryPoint = "rocksdb_property_int_cf", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int PropertyInt(DatabaseHandle database, nint columnFamily, string name, ulong* value);

    [LibraryImport(Library, EntryPoint = "rocksdb_create_snapshot")]
    public static partial nint CreateSnapshot(nint database);

    [LibraryImport(Library, EntryPoint = "rocksdb_release_snapshot")]
    public static partial void ReleaseSnapshot(nint database, nint snapshot);

    [LibraryImport(Library, EntryPoint = "rocksdb_checkpoint_object_create")]
    public static partial nint CheckpointCreate(DatabaseHandle database, nint* error);

    [LibraryImport(Library, EntryPoint = "rocksdb_checkpoint_create", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void CheckpointWrite(nint checkpoint, string directory, ulong logSizeForFlush, nint* error);

    [LibraryImport(Library, EntryPoint = "rocksdb_checkpoint_object_destroy")]
    public static partial void CheckpointDestroy(nint checkpoint);

    [LibraryImport(Library, EntryPoint = "rocksdb_writebatch_create")]
    public static partial nint BatchCreate();

    [LibraryImport(Library, EntryPoint = "rocksdb_writebatch_destroy")]
    public static partial void BatchDestroy(nint batch);

    [LibraryImport(Library, EntryPoint = "rocksdb_writebatch_clear")]
    public static partial void BatchClear(nint batch);

    [LibraryImport(Library, EntryPoint = "rocksdb_writebatch_count")]
    [SuppressGCTransition]
    public static partial int BatchCount(nint batch);

    [LibraryImport(Library, EntryPoint = "rocksdb_writebatch_data")]
    [SuppressGCTransition]
    public static partial byte* BatchData(nint batch, nuint* length);

    [LibraryImport(Library, EntryPoint = "rocksdb_writebatch_put_cf")]
    public static partial void BatchPut(nint batch, nint columnFamily, byte* key, nuint keyLength, byte* value, nuint valueLength);

    /// <summary>As <see cref="BatchPut"/>; only for values small enough that copying them does not hold up a garbage collection.</summary>
    [LibraryImport(Library, EntryPoint = "rocksdb_writebatch_put_cf")]
    [SuppressGCTransition]
    public static partial void BatchPutSmall(nint batch, nint columnFamily, byte* key, nuint keyLength, byte* value, nuint valueLength);

    [LibraryImport(Library, EntryPoint = "rocksdb_writebatch_delete_cf")]
    public static partial void BatchDelete(nint batch, nint columnFamily, byte* key, nuint keyLength);

    [LibraryImport(Library, EntryPoint = "rocksdb_writebatch_delete_range_cf")]
    public static partial void BatchDeleteRange(
        nint batch, nint columnFamily, byte* start, nuint startLength, byte* end, nuint endLength);

    [LibraryImport(Library, EntryPoint = "rocksdb_create_iterator_cf")]
    public static partial nint IteratorCreate(nint database, nint readOptions, nint columnFamily);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_destroy")]
    public static partial void IteratorDestroy(nint iterator);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_valid")]
    [SuppressGCTransition]
    public static partial byte IteratorValid(nint iterator);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_seek_to_first")]
    public static partial void IteratorSeekToFirst(nint iterator);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_seek_to_last")]
    public static partial void IteratorSeekToLast(nint iterator);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_seek")]
    public static partial void IteratorSeek(nint iterator, byte* key, nuint keyLength);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_seek_for_prev")]
    public static partial void IteratorSeekForPrev(nint iterator, byte* key, nuint keyLength);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_next")]
    public static partial void IteratorNext(nint iterator);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_prev")]
    public static partial void IteratorPrev(nint iterator);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_key")]
    [SuppressGCTransition]
    public static partial byte* IteratorKey(nint iterator, nuint* length);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_value")]
    [SuppressGCTransition]
    public static partial byte* IteratorValue(nint iterator, nuint* length);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_get_error")]
    public static partial void IteratorError(nint iterator, nint* error);
}
