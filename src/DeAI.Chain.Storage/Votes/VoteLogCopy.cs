using System.Buffers.Binary;
using DeAI.Chain.Storage.Checksums;

namespace DeAI.Chain.Storage.Votes;

/// <summary>
/// One of the two copies of a record in its frame. Both its ends are nonzero bytes, so a zeroed sector inside a frame is recognised even
/// when it holds only the frame's first or last bytes. Layout: README.
/// </summary>
/// <param name="Offset">Of the copy in the file.</param>
/// <param name="RecordBytes">Length of the record.</param>
/// <param name="Sequence">Position of the record in the file, counted from 0.</param>
/// <param name="FlushedBelow">Records before this position were durable when this one was appended.</param>
internal readonly record struct VoteLogCopy(int Offset, int RecordBytes, ulong Sequence, ulong FlushedBelow)
{
    public const int OverheadBytes = 32;

    private const int LengthOffset = 4;
    private const int SequenceOffset = 8;
    private const int FlushedOffset = 16;
    private const int RecordOffset = 24;
    private const byte MarkBase = 0xA0;

    public static ReadOnlySpan<byte> StartMark => "VOT"u8;

    public static ReadOnlySpan<byte> EndMark => "END"u8;

    public int Length => RecordBytes + OverheadBytes;

    public int End => Offset + Length;

    public ReadOnlySpan<byte> Record(ReadOnlySpan<byte> file) => file.Slice(Offset + RecordOffset, RecordBytes);

    public static int FrameBytes(int recordBytes) => 2 * (recordBytes + OverheadBytes);

    /// <summary>What every checksum of a file starts from.</summary>
    public static uint Seed(FileId file)
    {
        Span<byte> bytes = stackalloc byte[FileId.Length];
        file.CopyTo(bytes);
        return Crc32C.Compute(bytes);
    }

    /// <summary>Writes both copies into exactly <see cref="FrameBytes"/> bytes.</summary>
    public static void WriteFrame(Span<byte> frame, uint seed, ulong sequence, ulong flushedBelow, ReadOnlySpan<byte> record)
    {
        int length = record.Length + OverheadBytes;
        Write(frame[..length], 1, seed, sequence, flushedBelow, record);
        Write(frame[length..], 2, seed, sequence, flushedBelow, record);
    }

    /// <returns>The sound copy <paramref name="number"/> (1 or 2) at <paramref name="offset"/>, or null.</returns>
    public static VoteLogCopy? Read(ReadOnlySpan<byte> file, int offset, byte number, uint seed)
    {
        if (Announced(file, offset, number) is not { } announced || announced.Length > file.Length - offset)
        {
            return null;
        }

        ReadOnlySpan<byte> copy = file.Slice(offset, announced.Length);
        int checksumOffset = RecordOffset + announced.RecordBytes;
        ReadOnlySpan<byte> end = copy[(checksumOffset + 4)..];
        bool sound = end.StartsWith(EndMark)
            && end[3] == MarkBase + number
            && BinaryPrimitives.ReadUInt32LittleEndian(copy[checksumOffset..]) == Crc32C.Extend(seed, copy[..checksumOffset]);
        return sound ? announced : null;
    }

    /// <summary>What the first bytes claim, unproven. Null when they cannot begin copy <paramref name="number"/>; absent bytes read as 0.</summary>
    public static VoteLogCopy? Announced(ReadOnlySpan<byte> file, int offset, byte number)
    {
        ReadOnlySpan<byte> here = file[offset..];
        if (here.Length < SequenceOffset || !here.StartsWith(StartMark) || here[3] != MarkBase + number)
        {
            return null;
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(here[LengthOffset..]);
        if (length is 0 or > VoteLog.MaxRecordBytes)
        {
            return null;
        }

        ulong sequence = here.Length < FlushedOffset ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(here[SequenceOffset..]);
        ulong flushed = here.Length < RecordOffset ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(here[FlushedOffset..]);
        return new VoteLogCopy(offset, (int)length, sequence, flushed);
    }

    private static void Write(Span<byte> copy, byte number, uint seed, ulong sequence, ulong flushedBelow, ReadOnlySpan<byte> record)
    {
        StartMark.CopyTo(copy);
        copy[3] = (byte)(MarkBase + number);
        BinaryPrimitives.WriteUInt32LittleEndian(copy[LengthOffset..], (uint)record.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(copy[SequenceOffset..], sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(copy[FlushedOffset..], flushedBelow);
        record.CopyTo(copy[RecordOffset..]);
        int checksumOffset = RecordOffset + record.Length;
        BinaryPrimitives.WriteUInt32LittleEndian(copy[checksumOffset..], Crc32C.Extend(seed, copy[..checksumOffset]));
        EndMark.CopyTo(copy[(checksumOffset + 4)..]);
        copy[checksumOffset + 7] = (byte)(MarkBase + number);
    }
}
