using System.Runtime.InteropServices;

namespace DeAI.Chain.Storage.RocksDb;

/// <summary>
/// Walks one column family in key order over the state at its creation, or at a snapshot. Starts before the first position: seek, then
/// look at <see cref="IsValid"/>. Every move that ends on nothing because of an error throws, so damage never looks like the end.
/// Not for several threads at a time.
/// </summary>
public sealed unsafe class RocksIterator : IDisposable
{
    private readonly DatabaseHandle _database;
    private readonly nint _readOptions;
    private readonly byte* _lower;
    private readonly byte* _upper;
    private nint _iterator;

    internal RocksIterator(DatabaseHandle database, ColumnFamily columnFamily, IteratorRange range, RocksSnapshot? snapshot, bool fillCache)
    {
        nint family = columnFamily.For(database);
        nint snapshotPointer = snapshot?.PointerFor(database) ?? 0;
        database.AddReference();
        _database = database;
        _readOptions = Native.ReadOptionsCreate();
        Native.SetReadVerifyChecksums(_readOptions, 1);
        Native.SetReadFillCache(_readOptions, fillCache ? (byte)1 : (byte)0);
        if (snapshotPointer != 0)
        {
            Native.SetReadSnapshot(_readOptions, snapshotPointer);
        }

        // RocksDB keeps the pointers, not the bytes, for the iterator's whole life.
        if (!range.From.IsEmpty)
        {
            _lower = Copy(range.From.Span);
            Native.SetReadLowerBound(_readOptions, _lower, (nuint)range.From.Length);
        }

        if (range.Until is { } until)
        {
            _upper = Copy(until.Span);
            Native.SetReadUpperBound(_readOptions, _upper, (nuint)until.Length);
        }

        _iterator = Native.IteratorCreate(database.Pointer, _readOptions, family);
        GC.KeepAlive(snapshot);
    }

    ~RocksIterator() => Release();

    public bool IsValid => Native.IteratorValid(Pointer) != 0;

    /// <summary>The key here. Dies with the next move.</summary>
    /// <exception cref="InvalidOperationException">The iterator stands on nothing.</exception>
    public ReadOnlySpan<byte> Key
    {
        get
        {
            nuint length;
            byte* key = Native.IteratorKey(Standing, &length);
            return new ReadOnlySpan<byte>(key, checked((int)length));
        }
    }

    /// <summary>The value here. Dies with the next move.</summary>
    /// <exception cref="InvalidOperationException">The iterator stands on nothing.</exception>
    public ReadOnlySpan<byte> Value
    {
        get
        {
            nuint length;
            byte* value = Native.IteratorValue(Standing, &length);
            return new ReadOnlySpan<byte>(value, checked((int)length));
        }
    }

    private nint Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(_iterator == 0, this);
            return _iterator;
        }
    }

    // RocksDB asserts in debug builds and reads freed memory in release builds.
    private nint Standing => IsValid ? _iterator : throw new InvalidOperationException("The iterator stands on nothing.");

    /// <returns>Whether there is a key here.</returns>
    public bool SeekToFirst()
    {
        Native.IteratorSeekToFirst(Pointer);
        return Moved();
    }

    /// <returns>Whether there is a key here.</returns>
    public bool SeekToLast()
    {
        Native.IteratorSeekToLast(Pointer);
        return Moved();
    }

    /// <summary>To the first key at or after <paramref name="key"/>.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Seek(ReadOnlySpan<byte> key)
    {
        fixed (byte* pointer = key)
        {
            Native.IteratorSeek(Pointer, pointer, (nuint)key.Length);
        }

        return Moved();
    }

    /// <summary>To the last key at or before <paramref name="key"/>.</summary>
    /// <returns>Whether there is one.</returns>
    public bool SeekForPrev(ReadOnlySpan<byte> key)
    {
        fixed (byte* pointer = key)
        {
            Native.IteratorSeekForPrev(Pointer, pointer, (nuint)key.Length);
        }

        return Moved();
    }

    /// <returns>Whether there is a key here.</returns>
    public bool Next()
    {
        Native.IteratorNext(Standing);
        return Moved();
    }

    /// <returns>Whether there is a key here.</returns>
    public bool Prev()
    {
        Native.IteratorPrev(Standing);
        return Moved();
    }

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private static byte* Copy(ReadOnlySpan<byte> bytes)
    {
        byte* copy = (byte*)NativeMemory.Alloc((nuint)Math.Max(bytes.Length, 1));
        bytes.CopyTo(new Span<byte>(copy, bytes.Length));
        return copy;
    }

    private bool Moved()
    {
        if (Native.IteratorValid(_iterator) != 0)
        {
            return true;
        }

        nint error = 0;
        Native.IteratorError(_iterator, &error);
        GC.KeepAlive(this);
        RocksDbErrors.ThrowIfError(error);
        return false;
    }

    private void Release()
    {
        nint iterator = Interlocked.Exchange(ref _iterator, 0);
        if (iterator != 0)
        {
            Native.IteratorDestroy(iterator);
            Native.ReadOptionsDestroy(_readOptions);
            NativeMemory.Free(_lower);
            NativeMemory.Free(_upper);
            _database.DangerousRelease();
        }
    }
}
