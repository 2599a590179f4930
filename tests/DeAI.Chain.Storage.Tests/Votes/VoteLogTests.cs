using System.Diagnostics;
using DeAI.Chain.Primitives;
using DeAI.Chain.Storage.Tests.Support;
using DeAI.Chain.Storage.Votes;

namespace DeAI.Chain.Storage.Tests.Votes;

public sealed class VoteLogTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string LogPath => _directory.File("votes.log");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Open_NoFile_CreatesEmptyLogAndSaysSo()
    {
        VoteLogOpened opened = Assert.IsType<VoteLogOpened>(VoteLog.Open(LogPath, TestVotes.Identity));
        using VoteLog log = opened.Log;
        Assert.Empty(opened.Records);
        Assert.True(opened.Report.Created);
        Assert.Equal(1024, log.LengthBytes);
    }

    [Fact]
    public void Open_AfterAppends_ReturnsAllInOrder()
    {
        Blob[] records = Records(0, 30);
        using (VoteLog log = TestVotes.OpenLog(LogPath))
        {
            log.Append(records[0].Span);
            log.AppendMany(records[1..20]);
            log.Flush();
            log.AppendMany(records[20..]);
            Assert.Equal(10, log.UnflushedCount);
        }

        VoteLogOpened again = Assert.IsType<VoteLogOpened>(VoteLog.Open(LogPath, TestVotes.Identity));
        again.Log.Dispose();
        Assert.Equal(records, again.Records);
        Assert.True(again.Report.IsClean);
        Assert.Equal(0, again.Log.UnflushedCount);
    }

    [Fact]
    public void Append_BadLength_ThrowsAndChangesNothing()
    {
        using VoteLog log = TestVotes.OpenLog(LogPath);
        Assert.Throws<ArgumentException>(() => log.Append([]));
        Assert.Throws<ArgumentException>(() => log.Append(new byte[VoteLog.MaxRecordBytes + 1]));
        Assert.Throws<ArgumentException>(() => log.AppendMany([TestVotes.Record(1), Blob.Empty]));
        log.Append(new byte[VoteLog.MaxRecordBytes]);
        Assert.Equal(1, log.Count);
    }

    [Fact]
    public void Open_LargestRecords_RoundTrips()
    {
        byte[] large = new byte[VoteLog.MaxRecordBytes];
        new Random(3).NextBytes(large);
        using (VoteLog log = TestVotes.OpenLog(LogPath))
        {
            log.AppendMany([new Blob(large), new Blob(large)]);
        }

        FlipBit(LogPath, (1024 + 5) * 8);
        VoteLogOpened again = Assert.IsType<VoteLogOpened>(VoteLog.Open(LogPath, TestVotes.Identity));
        again.Log.Dispose();
        Assert.Equal(new[] { new Blob(large), new Blob(large) }, again.Records);
        Assert.Equal(1, again.Report.HealedCopies);
    }

    [Fact]
    public void Open_SecondOpener_IsRefusedUntilTheFirstCloses()
    {
        using (TestVotes.OpenLog(LogPath))
        {
            VoteLogRefused refused = Assert.IsType<VoteLogRefused>(VoteLog.Open(LogPath, TestVotes.Identity));
            Assert.Equal(StorageErrors.Locked, refused.Refusal.Code);
        }

        TestVotes.OpenLog(LogPath).Dispose();
    }

    [Fact]
    public void Open_OtherProcessHoldsIt_IsRefusedUntilThatIsKilled()
    {
        using Process child = ChildProcess.Start(["hold-log", LogPath]);
        Assert.Equal("held", child.StandardOutput.ReadLine());
        VoteLogRefused refused = Assert.IsType<VoteLogRefused>(VoteLog.Open(LogPath, TestVotes.Identity));
        Assert.Equal(StorageErrors.Locked, refused.Refusal.Code);
        child.Kill();
        child.WaitForExit();
        TestVotes.OpenLog(LogPath).Dispose();
    }

    [Fact]
    public void Open_OtherKeyOrChain_IsRefusedAndLeavesTheFile()
    {
        TestVotes.OpenLog(LogPath).Dispose();
        byte[] before = File.ReadAllBytes(LogPath);
        VoteLogIdentity otherKey = TestVotes.Identity with { Node = new PublicKey(TestVotes.Filled(9)) };
        VoteLogIdentity otherChain = TestVotes.Identity with { Chain = new ChainId(TestVotes.Filled(9)) };
        Assert.Equal(StorageErrors.OtherKey, Assert.IsType<VoteLogRefused>(VoteLog.Open(LogPath, otherKey)).Refusal.Code);
        Assert.Equal(StorageErrors.OtherChain, Assert.IsType<VoteLogRefused>(VoteLog.Open(LogPath, otherChain)).Refusal.Code);
        Assert.Equal(before, File.ReadAllBytes(LogPath));
        TestVotes.OpenLog(LogPath).Dispose();
    }

    [Fact]
    public void Prune_SomeDropped_OthersStayAcrossReopen()
    {
        Blob[] records = Records(0, 20);
        using (VoteLog log = TestVotes.OpenLog(LogPath))
        {
            log.AppendMany(records);
            long before = log.LengthBytes;
            Assert.Equal(0, log.Prune(_ => true));
            Assert.Equal(15, log.Prune(record => Array.IndexOf(records, record) >= 15));
            Assert.True(log.LengthBytes < before);
            Assert.Equal(0, log.UnflushedCount);
            log.Append(TestVotes.Record(99).Span);
            log.Flush();
        }

        VoteLogOpened again = Assert.IsType<VoteLogOpened>(VoteLog.Open(LogPath, TestVotes.Identity));
        again.Log.Dispose();
        Assert.Equal([.. records[15..], TestVotes.Record(99)], again.Records);
        Assert.False(File.Exists(LogPath + ".new"));
    }

    [Fact]
    public void Open_LeftoverOfAnInterruptedRewrite_IsIgnored()
    {
        using (VoteLog log = TestVotes.OpenLog(LogPath))
        {
            log.Append(TestVotes.Record(1).Span);
        }

        File.WriteAllBytes(LogPath + ".new", File.ReadAllBytes(LogPath)[..700]);
        VoteLogOpened again = Assert.IsType<VoteLogOpened>(VoteLog.Open(LogPath, TestVotes.Identity));
        again.Log.Dispose();
        Assert.Equal([TestVotes.Record(1)], again.Records);
    }

    [Fact]
    public void Open_ProcessKilledWhileAppending_KeepsEveryFlushedRecord()
    {
        using Process child = ChildProcess.Start(["append-votes", LogPath]);
        int last = -1;
        while (last < 50)
        {
            last = int.Parse(child.StandardOutput.ReadLine()!, System.Globalization.CultureInfo.InvariantCulture);
        }

        child.Kill();
        child.WaitForExit();
        VoteLogOpened opened = Assert.IsType<VoteLogOpened>(VoteLog.Open(LogPath, TestVotes.Identity));
        opened.Log.Dispose();
        Assert.True(opened.Records.Count > last);
        Assert.Equal(Records(0, opened.Records.Count), opened.Records);
    }

    [Fact]
    public void Append_DiskFull_ThrowsStorageFullAndChangesNothing()
    {
        if (SmallDisk.Run("fill-log", "votes.log", out string output) is { } exitCode)
        {
            Assert.True(exitCode == 0, output);
        }
    }

    internal static Blob[] Records(int from, int count) => [.. Enumerable.Range(from, count).Select(TestVotes.Record)];

    private static void FlipBit(string path, int bit)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        File.WriteAllBytes(path, bytes);
    }
}
