using System.Buffers.Binary;
using DeAI.Chain.Primitives;
using DeAI.Chain.Storage.Tests.Support;
using DeAI.Chain.Storage.Votes;

namespace DeAI.Chain.Storage.Tests.Votes;

/// <summary>Damage of every kind on a small log of 6 records, of which the last 2 were never flushed.</summary>
public sealed class VoteLogDamageTests
{
    private const string LogPath = "/votes/votes.log";
    private const int Flushed = 4;
    private const int Count = 6;

    private readonly Blob[] _records = VoteLogTests.Records(0, Count);
    private readonly byte[] _file;
    private readonly int[] _ends = new int[Count];

    public VoteLogDamageTests()
    {
        MemoryDisk disk = new();
        VoteLog log = Assert.IsType<VoteLogOpened>(VoteLog.Open(LogPath, TestVotes.Identity, disk, new NoLock())).Log;
        for (int i = 0; i < Count; i++)
        {
            log.Append(_records[i].Span);
            _ends[i] = (int)log.LengthBytes;
            if (i == Flushed - 1)
            {
                log.Flush();
            }
        }

        _file = disk.Content(LogPath);
    }

    [Fact]
    public void Open_CutAtEveryLength_KeepsCompleteRecordsAndCutsTheTail()
    {
        for (int length = 1024; length <= _file.Length; length++)
        {
            VoteLogOpened opened = Assert.IsType<VoteLogOpened>(Open(_file[..length]));
            int complete = _ends.Count(end => end <= length);

            // One sound copy is a record: it may be there already when its twin is cut.
            Assert.InRange(opened.Records.Count, complete, complete + 1);
            Assert.Equal(_records[..opened.Records.Count], opened.Records);
            int start = complete == 0 ? 1024 : _ends[complete - 1];
            bool clean = length == start;
            Assert.Equal(clean, opened.Report.IsClean);
            Assert.Equal(opened.Records.Count > complete || clean ? 0 : length - start, opened.Report.TornBytes);
        }
    }

    [Fact]
    public void Open_CutInsideTheHeader_IsDamage()
    {
        for (int length = 0; length < 1024; length += 17)
        {
            Assert.IsType<VoteLogDamaged>(Open(_file[..length]));
        }
    }

    [Fact]
    public void Open_EveryBitFlipped_HealsAndReports()
    {
        for (int bit = 0; bit < _file.Length * 8; bit++)
        {
            byte[] flipped = Flip(_file, bit);
            VoteLogOpened opened = Assert.IsType<VoteLogOpened>(Open(flipped));
            Assert.Equal(_records, opened.Records);
            Assert.Equal(1, opened.Report.HealedCopies);
            Assert.Equal(0, opened.Report.TornBytes);
        }
    }

    [Fact]
    public void Open_AnyByteOfBothCopiesFlipped_IsDamageInEveryRecord()
    {
        for (int record = 0; record < Count; record++)
        {
            int start = record == 0 ? 1024 : _ends[record - 1];
            int copy = (_ends[record] - start) / 2;
            for (int at = 0; at < copy; at++)
            {
                byte[] flipped = Flip(Flip(_file, (start + at) * 8), ((start + copy + at) * 8) + 3);
                VoteLogDamaged damaged = Assert.IsType<VoteLogDamaged>(Open(flipped));
                Assert.Equal((ulong)record, damaged.Record);
                Assert.Equal(start, damaged.Offset);
            }
        }
    }

    [Fact]
    public void Open_RandomBytesOverwritten_NeverGivesAWrongRecord()
    {
        Random random = new(7);
        for (int round = 0; round < 3000; round++)
        {
            byte[] file = [.. _file];
            for (int hits = random.Next(1, 5); hits > 0; hits--)
            {
                int at = random.Next(file.Length);
                int length = Math.Min(random.Next(1, 300), file.Length - at);
                random.NextBytes(file.AsSpan(at, length));
            }

            if (Open(file) is VoteLogOpened opened)
            {
                Assert.Equal(_records[..opened.Records.Count], opened.Records);
                Assert.True(opened.Records.Count >= Flushed, $"round {round} lost a flushed record");
            }
        }
    }

    [Fact]
    public void Open_FlushedSectorZeroed_IsHealedOrDamage()
    {
        // Both copies of a record may share a sector: then the record is lost, and that is said.
        for (int sector = 1024; sector < _ends[Flushed - 1]; sector += 512)
        {
            byte[] file = [.. _file];
            file.AsSpan(sector, Math.Min(512, file.Length - sector)).Clear();
            VoteLogOpening opening = Open(file);
            if (opening is VoteLogOpened opened)
            {
                Assert.True(opened.Records.Count >= Flushed);
                Assert.Equal(_records[..opened.Records.Count], opened.Records);
            }
        }
    }

    [Fact]
    public void Open_ZerosBehindTheEnd_AreATornTail()
    {
        VoteLogOpened opened = Assert.IsType<VoteLogOpened>(Open([.. _file, .. new byte[3000]]));
        Assert.Equal(_records, opened.Records);
        Assert.Equal(3000, opened.Report.TornBytes);
    }

    [Fact]
    public void Open_ForeignBytesBehindTheEnd_AreDamage() =>
        Assert.IsType<VoteLogDamaged>(Open([.. _file, .. Enumerable.Repeat((byte)0x5a, 300)]));

    [Fact]
    public void Open_FrameRepeatedOrMissing_IsDamage()
    {
        byte[] frame = _file[_ends[0].._ends[1]];
        Assert.IsType<VoteLogDamaged>(Open([.. _file, .. frame]));
        Assert.IsType<VoteLogDamaged>(Open([.. _file[.._ends[0]], .. _file[_ends[1]..]]));
    }

    [Fact]
    public void Open_RecordThatLooksLikeAFrameOfAnotherFile_IsOnlyARecord()
    {
        MemoryDisk disk = new();
        VoteLog log = Assert.IsType<VoteLogOpened>(VoteLog.Open(LogPath, TestVotes.Identity, disk, new NoLock())).Log;
        log.Append(_file.AsSpan(1024));
        byte[] file = disk.Content(LogPath);
        Assert.Equal([new Blob(_file.AsMemory(1024))], Assert.IsType<VoteLogOpened>(Open(file)).Records);

        // With both of its copies gone, the frames inside must not be taken for records either.
        file[1030] ^= 1;
        file[1024 + ((file.Length - 1024) / 2) + 6] ^= 1;
        Assert.IsType<VoteLogDamaged>(Open(file));
    }

    [Fact]
    public void Open_NewerVersion_IsRefusedNotDamaged()
    {
        byte[] file = [.. _file];
        foreach (int copy in new[] { 0, 512 })
        {
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(copy + 8), 2);
            uint checksum = Storage.Checksums.Crc32C.Compute(file.AsSpan(copy, 508));
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(copy + 508), checksum);
        }

        Assert.Equal(StorageErrors.UnknownVersion, Assert.IsType<VoteLogRefused>(Open(file)).Refusal.Code);
    }

    private static VoteLogOpening Open(byte[] file)
    {
        MemoryDisk disk = new();
        disk.Put(LogPath, file);
        return VoteLog.Open(LogPath, TestVotes.Identity, disk, new NoLock());
    }

    private static byte[] Flip(byte[] bytes, int bit)
    {
        byte[] flipped = [.. bytes];
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return flipped;
    }
}
