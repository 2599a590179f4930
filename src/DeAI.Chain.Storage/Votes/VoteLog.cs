using System.Buffers;
using DeAI.Chain.Primitives;
using DeAI.Chain.Storage.Files;

namespace DeAI.Chain.Storage.Votes;

/// <summary>
/// The journal of the double-sign guard: opaque records, appended, each stored twice with a checksum each. A record is durable once
/// <see cref="Flush"/>, <see cref="Prune"/> or <see cref="Rewrite"/> returned after its append; nothing may be signed on it before.
/// One writer; not for several threads at a time. Format and rules: README.
/// </summary>
public sealed class VoteLog : IDisposable
{
    /// <summary>Longest record.</summary>
    public const int MaxRecordBytes = 64 << 10;

    /// <summary>Longest file. A vote takes some 500 bytes and finality prunes, so reaching this is a fault elsewhere.</summary>
    public const int MaxFileBytes = 512 << 20;

    private readonly string _path;
    private readonly VoteLogIdentity _identity;
    private readonly IVoteLogDisk _disk;
    private readonly IDisposable _lock;
    private List<Blob> _records;
    private IVoteLogFile _file;
    private ulong _generation;
    private uint _seed;
    private long _length;
    private int _flushed;
    private string? _failure;
    private bool _disposed;

    private VoteLog(string path, VoteLogIdentity identity, IVoteLogDisk disk, IDisposable held, List<Blob> records, ulong generation)
    {
        _path = path;
        _identity = identity;
        _disk = disk;
        _lock = held;
        _records = [];
        _file = null!;
        _generation = generation;
        Replace(records);
    }

    /// <summary>Records in the log, unflushed ones included.</summary>
    public int Count => _records.Count;

    /// <summary>Records that a <see cref="Flush"/> has still to make durable.</summary>
    public int UnflushedCount => _records.Count - _flushed;

    public long LengthBytes => _length;

    /// <summary>Rewrites of this log so far: grows at each opening and each <see cref="Prune"/> that drops something.</summary>
    public ulong Generation => _generation;

    /// <summary>Names the file itself: another one after each rewrite, and for each copy. Empty where the system has no such name.</summary>
    public string File => _disk.NameOf(_path);

    /// <summary>
    /// Opens or creates the log and locks it. Whatever opens is written anew to a fresh file and flushed first: the last process may have
    /// appended records that never reached the disk, or whose flush failed, and those would otherwise be taken for durable.
    /// </summary>
    /// <param name="path">The file; its directory exists. Beside it lie <c>.lock</c> and, during a rewrite, <c>.new</c>.</param>
    /// <param name="identity">Chain and key whose votes these are.</param>
    /// <param name="generation">A generation known elsewhere: this log's will be higher, also if it lags behind.</param>
    /// <param name="found">Told what the log is and how many records it has, before anything is written.</param>
    /// <exception cref="StorageException">The disk failed or is full. Do not sign.</exception>
    public static VoteLogOpening Open(string path, VoteLogIdentity identity, ulong generation = 0, Action<VoteLogReport, int>? found = null)
    {
        string full = Path.GetFullPath(path);
        LockFile? held = LockFile.TryTake(full + ".lock");
        return held is null
            ? new VoteLogRefused(new Refusal(StorageErrors.Locked, $"{full} is in use by another process. Two signers on one key would equivocate."))
            : Open(full, identity, SystemVoteLogDisk.Instance, held, generation, found);
    }

    internal static VoteLogOpening Open(
        string path, VoteLogIdentity identity, IVoteLogDisk disk, IDisposable held, ulong generation = 0, Action<VoteLogReport, int>? found = null)
    {
        bool opened = false;
        try
        {
            VoteLogOpening opening = OpenLocked(path, identity, disk, held, generation, found);
            opened = opening is VoteLogOpened;
            return opening;
        }
        finally
        {
            if (!opened)
            {
                held.Dispose();
            }
        }
    }

    /// <summary>Adds a record. Not durable yet.</summary>
    /// <param name="record">1 to <see cref="MaxRecordBytes"/> bytes.</param>
    /// <exception cref="StorageFullException">No space; the log is as before.</exception>
    /// <exception cref="StorageException">The disk failed; the log is as before, or refuses everything from now on.</exception>
    public void Append(ReadOnlySpan<byte> record)
    {
        CheckUsable();
        CheckRecord(record.Length);
        int size = VoteLogCopy.FrameBytes(record.Length);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            VoteLogCopy.WriteFrame(buffer.AsSpan(0, size), _seed, (ulong)_records.Count, (ulong)_flushed, record);
            WriteAtEnd(buffer.AsSpan(0, size));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        _records.Add(Blob.CopyOf(record));
    }

    /// <summary>Adds records with one write. After an error none is added; after power loss before the flush, the first few may be.</summary>
    /// <exception cref="StorageException">As for <see cref="Append"/>.</exception>
    public void AppendMany(IReadOnlyList<Blob> records)
    {
        CheckUsable();
        byte[] frames = Encode(records, _seed, _records.Count, (ulong)_flushed, 0);
        if (frames.Length > 0)
        {
            WriteAtEnd(frames);
            _records.AddRange(records);
        }
    }

    /// <summary>Makes every record appended so far durable. Only then sign.</summary>
    /// <exception cref="StorageException">
    /// The flush failed. What is on the disk is unknown and asking again would not tell, so the log refuses everything from now on; open anew.
    /// </exception>
    public void Flush()
    {
        CheckUsable();
        if (_flushed == _records.Count)
        {
            return;
        }

        try
        {
            _file.Flush();
        }
        catch (Exception exception)
        {
            _failure = $"a flush failed: {exception.Message}";
            throw;
        }

        _flushed = _records.Count;
    }

    /// <summary>Drops the records that <paramref name="keep"/> refuses, by an atomic rewrite. All that are left are durable afterwards.</summary>
    /// <returns>How many were dropped. With 0 nothing is written or flushed.</returns>
    /// <exception cref="StorageException">The old log is still in place, or the log refuses everything from now on.</exception>
    public int Prune(Func<Blob, bool> keep)
    {
        List<Blob> kept = _records.FindAll(record => keep(record));
        int dropped = _records.Count - kept.Count;
        if (dropped > 0)
        {
            CheckUsable();
            Replace(kept);
        }

        return dropped;
    }

    /// <summary>Puts these records in the place of all, atomically and durably.</summary>
    /// <exception cref="StorageException">The old log is still in place, or the log refuses everything from now on.</exception>
    public void Rewrite(IReadOnlyList<Blob> records)
    {
        CheckUsable();
        Replace([.. records]);
    }

    /// <summary>Closes and unlocks. Flushes nothing: what was not flushed was not relied on.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _file.Dispose();
            _lock.Dispose();
        }
    }

    private static VoteLogOpening OpenLocked(
        string path, VoteLogIdentity identity, IVoteLogDisk disk, IDisposable held, ulong generation, Action<VoteLogReport, int>? found)
    {
        if (!disk.Exists(path))
        {
            VoteLogReport created = new(Created: true, 0, 0);
            found?.Invoke(created, 0);
            return new VoteLogOpened(new VoteLog(path, identity, disk, held, [], generation), [], created);
        }

        byte[] file = disk.ReadAll(path, MaxFileBytes);
        VoteLogHeader? header = VoteLogHeader.Read(file, out int healed, out string problem, out uint otherVersion);
        if (otherVersion != 0)
        {
            return Refused(StorageErrors.UnknownVersion, $"{path} has format {otherVersion}; this program reads format 1.");
        }

        if (header is null)
        {
            return new VoteLogDamaged(0, 0, problem);
        }

        if (header.Identity.Chain != identity.Chain)
        {
            return Refused(StorageErrors.OtherChain, $"{path} holds votes of chain {header.Identity.Chain}, not of {identity.Chain}.");
        }

        if (header.Identity.Node != identity.Node)
        {
            return Refused(StorageErrors.OtherKey, $"{path} holds votes of key {header.Identity.Node}, not of {identity.Node}.");
        }

        VoteLogReader reader = new(file, header.File);
        reader.ReadAll();
        if (reader.Damage is { } damage)
        {
            return damage;
        }

        VoteLogReport report = new(Created: false, healed + reader.HealedCopies, reader.TornBytes)
        {
            Generation = header.Generation,
            File = disk.NameOf(path),
        };
        found?.Invoke(report, reader.Records.Count);
        VoteLog log = new(path, identity, disk, held, reader.Records, Math.Max(header.Generation, generation));
        return new VoteLogOpened(log, Sequence.From(reader.Records), report);
    }

    private static VoteLogRefused Refused(ReasonCode code, string detail) => new(new Refusal(code, detail));

    private static void CheckRecord(int length)
    {
        if (length is 0 or > MaxRecordBytes)
        {
            throw new ArgumentException($"A record has 1 to {MaxRecordBytes} bytes, not {length}.");
        }
    }

    /// <summary>Frames behind <paramref name="reserved"/> bytes that are left free.</summary>
    private static byte[] Encode(IReadOnlyList<Blob> records, uint seed, int firstSequence, ulong flushedBelow, int reserved)
    {
        long size = reserved;
        foreach (Blob record in records)
        {
            CheckRecord(record.Length);
            size += VoteLogCopy.FrameBytes(record.Length);
        }

        CheckFileLength(size);
        byte[] frames = new byte[size];
        int at = reserved;
        for (int i = 0; i < records.Count; i++)
        {
            int length = VoteLogCopy.FrameBytes(records[i].Length);
            VoteLogCopy.WriteFrame(frames.AsSpan(at, length), seed, (ulong)(firstSequence + i), flushedBelow, records[i].Span);
            at += length;
        }

        return frames;
    }

    private static void CheckFileLength(long length)
    {
        if (length > MaxFileBytes)
        {
            throw new StorageFullException($"The vote log would have {length} bytes, more than {MaxFileBytes}: nothing was pruned for very long.");
        }
    }

    private void WriteAtEnd(ReadOnlySpan<byte> frames)
    {
        CheckFileLength(_length + frames.Length);
        try
        {
            _file.Write(frames, _length);
        }
        catch (Exception)
        {
            CutBack();
            throw;
        }

        _length += frames.Length;
    }

    private void CutBack()
    {
        try
        {
            _file.SetLength(_length);
        }
        catch (Exception exception)
        {
            // The write's own error goes to the caller; this one decides what the log may still do.
            _failure = $"an append failed and could not be undone: {exception.Message}";
        }
    }

    // Rename is the commit: before it the old file counts, after it the new one, and both are whole.
    private void Replace(List<Blob> records)
    {
        FileId id = FileId.Random();
        uint seed = VoteLogCopy.Seed(id);
        byte[] content = Encode(records, seed, 0, (ulong)records.Count, VoteLogHeader.Bytes);
        new VoteLogHeader(_identity, id, _generation + 1).WriteTo(content);
        string temporary = _path + ".new";
        IVoteLogFile file = _disk.Create(temporary);
        bool renaming = false;
        try
        {
            file.Write(content, 0);
            file.Flush();
            renaming = true;
            _disk.Rename(temporary, _path);
            _disk.FlushDirectory(Path.GetDirectoryName(_path)!);
        }
        catch (Exception exception)
        {
            // Once renaming began, power loss may bring back either file: appending to one of them would be a gamble.
            _failure = renaming ? $"a rewrite failed half-way: {exception.Message}" : _failure;
            file.Dispose();
            throw;
        }

        _file?.Dispose();
        _file = file;
        _seed = seed;
        _generation++;
        _length = content.Length;
        _records = records;
        _flushed = records.Count;
    }

    private void CheckUsable()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_failure is not null)
        {
            throw new StorageException($"{_path} takes nothing any more because {_failure}. Open it anew; do not sign before.");
        }
    }
}
