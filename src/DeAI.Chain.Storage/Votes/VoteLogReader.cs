using DeAI.Chain.Primitives;

namespace DeAI.Chain.Storage.Votes;

/// <summary>
/// Reads the frames of a log after a stop of any kind: takes every record of which a copy is sound, cuts what an unfinished append left at
/// the end, and calls everything else damage. The rules are numbered in the README.
/// </summary>
internal ref struct VoteLogReader
{
    private const int SectorBytes = 512;

    private readonly ReadOnlySpan<byte> _file;
    private readonly uint _seed;
    private readonly List<Blob> _records;
    private int _offset;

    public VoteLogReader(ReadOnlySpan<byte> file, FileId id)
    {
        _file = file;
        _seed = VoteLogCopy.Seed(id);
        _records = [];
        _offset = VoteLogHeader.Bytes;
    }

    /// <summary>Records in order. All of them only when <see cref="Damage"/> is null.</summary>
    public readonly List<Blob> Records => _records;

    public int HealedCopies { get; private set; }

    public readonly long TornBytes => Damage is null ? _file.Length - _offset : 0;

    public VoteLogDamaged? Damage { get; private set; }

    private readonly ulong Expected => (ulong)_records.Count;

    public void ReadAll()
    {
        while (_offset < _file.Length && ReadFrame())
        {
        }

        if (Damage is null && _offset < _file.Length && !IsTorn(out string why))
        {
            Refuse(why);
        }
    }

    private bool ReadFrame()
    {
        VoteLogCopy? first = VoteLogCopy.Read(_file, _offset, 1, _seed);
        if (first is { } sound)
        {
            return ReadFrame(sound);
        }

        // Rule 2: the second copy alone is enough. Where it lies depends on a length that may be the damaged part.
        if (FindSecondCopy() is not { } second)
        {
            return false;
        }

        HealedCopies++;
        Take(second, second.End);
        return true;
    }

    private bool ReadFrame(VoteLogCopy first)
    {
        if (first.Sequence != Expected)
        {
            return Refuse($"record {first.Sequence} stands where record {Expected} belongs");
        }

        VoteLogCopy? second = VoteLogCopy.Read(_file, first.End, 2, _seed);
        if (second is null)
        {
            HealedCopies++;
        }
        else if (second.Value with { Offset = first.Offset } != first || !second.Value.Record(_file).SequenceEqual(first.Record(_file)))
        {
            return Refuse("the two copies of a record are sound and differ");
        }

        Take(first, Math.Min(first.End + first.Length, _file.Length));
        return true;
    }

    private readonly VoteLogCopy? FindSecondCopy()
    {
        int end = Math.Min(_file.Length, _offset + VoteLogCopy.OverheadBytes + VoteLog.MaxRecordBytes + VoteLogCopy.StartMark.Length);
        for (int at = NextMark(_offset + VoteLogCopy.OverheadBytes, end); at >= 0; at = NextMark(at + 1, end))
        {
            bool candidate = VoteLogCopy.Announced(_file, at, 2) is { } announced
                && announced.Length == at - _offset
                && announced.Sequence == Expected;
            if (candidate && VoteLogCopy.Read(_file, at, 2, _seed) is { } second)
            {
                return second;
            }
        }

        return null;
    }

    /// <summary>Rules 3 to 5: whether an append that power loss interrupted explains the bytes from here on.</summary>
    private readonly bool IsTorn(out string why)
    {
        int next = _file.Length;
        for (int at = NextMark(_offset, _file.Length); at >= 0; at = NextMark(at + 1, _file.Length))
        {
            if ((VoteLogCopy.Read(_file, at, 1, _seed) ?? VoteLogCopy.Read(_file, at, 2, _seed)) is not { } later)
            {
                continue;
            }

            if (later.FlushedBelow > Expected || later.Sequence <= Expected)
            {
                why = $"record {later.Sequence}, further on, proves that the bytes before it were durable";
                return false;
            }

            next = Math.Min(next, later.Offset);
        }

        if (HasZeroSector(_offset, next))
        {
            why = string.Empty;
            return true;
        }

        why = "neither copy of a record is sound, and no interrupted append explains it";
        return next == _file.Length && IsCutFirstCopy();
    }

    private readonly bool IsCutFirstCopy()
    {
        int left = _file.Length - _offset;
        if (left < 8)
        {
            Span<byte> begin = [.. VoteLogCopy.StartMark, 0xA1];
            ReadOnlySpan<byte> seen = _file.Slice(_offset, Math.Min(left, begin.Length));
            return begin.StartsWith(seen);
        }

        // A first copy that is all there and unsound was not merely cut: cutting leaves true bytes.
        return VoteLogCopy.Announced(_file, _offset, 1) is { } announced
            && announced.Length > left
            && (left < 16 || announced.Sequence == Expected)
            && announced.FlushedBelow <= Expected
            && !HoldsLaterMark();
    }

    // Marks that a cut inside the first copy would have cut away: they contradict a length that reaches beyond the file.
    private readonly bool HoldsLaterMark()
    {
        ReadOnlySpan<byte> tail = _file[_offset..];
        ReadOnlySpan<byte> firstEnd = [.. VoteLogCopy.EndMark, 0xA1];
        ReadOnlySpan<byte> secondStart = [.. VoteLogCopy.StartMark, 0xA2];
        return tail.IndexOf(firstEnd) >= 0 || tail.IndexOf(secondStart) >= 0;
    }

    private readonly bool HasZeroSector(int from, int until)
    {
        for (int start = from; start < until;)
        {
            int end = Math.Min((start / SectorBytes * SectorBytes) + SectorBytes, until);
            if (!_file[start..end].ContainsAnyExcept((byte)0))
            {
                return true;
            }

            start = end;
        }

        return false;
    }

    private readonly int NextMark(int from, int until)
    {
        if (from >= until)
        {
            return -1;
        }

        int index = _file[from..until].IndexOf(VoteLogCopy.StartMark);
        return index < 0 ? -1 : from + index;
    }

    private void Take(VoteLogCopy copy, int end)
    {
        _records.Add(Blob.CopyOf(copy.Record(_file)));
        _offset = end;
    }

    private bool Refuse(string why)
    {
        Damage = new VoteLogDamaged(_offset, Expected, why);
        return false;
    }
}
