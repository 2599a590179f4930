using DeAI.Chain.Primitives;
using DeAI.Chain.Storage.Tests.Support;
using DeAI.Chain.Storage.Votes;

namespace DeAI.Chain.Storage.Tests.Votes;

public sealed class VoteLogPowerLossTests
{
    private const string LogPath = "/votes/votes.log";

    [Fact]
    public void Open_PowerLostAnywhere_KeepsEveryDurableRecordAndNeverReportsDamage()
    {
        int losses = 0;
        for (int seed = 0; seed < 400; seed++)
        {
            losses += new Life(seed).Run();
        }

        Assert.True(losses > 2000, $"only {losses} losses of power: the test tests little");
    }

    [Fact]
    public void Append_WriteFails_LeavesTheLogAsBefore()
    {
        PowerLossDisk disk = new(new Random(1));
        VoteLog log = Open(disk).Log;
        log.Append(TestVotes.Record(0).Span);
        log.Flush();
        long length = log.LengthBytes;
        disk.FailAfter(0);
        Assert.Throws<StorageFullException>(() => log.Append(TestVotes.Record(1).Span));
        disk.FailAfter(100);
        Assert.Equal(1, log.Count);
        Assert.Equal(length, log.LengthBytes);
        Assert.Equal(length, disk.ReadAll(LogPath, long.MaxValue).Length);
        log.Append(TestVotes.Record(2).Span);
        log.Flush();
        Assert.Equal([TestVotes.Record(0), TestVotes.Record(2)], Open(disk).Records);
    }

    [Fact]
    public void Flush_Fails_LogRefusesEverythingAfterwards()
    {
        PowerLossDisk disk = new(new Random(1));
        VoteLog log = Open(disk).Log;
        log.Append(TestVotes.Record(0).Span);
        disk.FailAfter(0);
        Assert.Throws<StorageFullException>(log.Flush);
        disk.FailAfter(100);
        Assert.Throws<StorageException>(log.Flush);
        Assert.Throws<StorageException>(() => log.Append(TestVotes.Record(1).Span));
        Assert.Throws<StorageException>(() => log.Prune(_ => false));
        VoteLogOpened again = Open(disk);
        again.Log.Append(TestVotes.Record(1).Span);
        again.Log.Flush();
    }

    [Fact]
    public void Prune_FailsBeforeTheRename_OldLogIsStillUsable()
    {
        PowerLossDisk disk = new(new Random(1));
        VoteLog log = Open(disk).Log;
        log.AppendMany(VoteLogTests.Records(0, 5));
        disk.FailAfter(1);
        Assert.Throws<StorageFullException>(() => log.Prune(_ => false));
        disk.FailAfter(100);
        Assert.Equal(5, log.Count);
        log.Append(TestVotes.Record(5).Span);
        log.Flush();
        Assert.Equal(VoteLogTests.Records(0, 6), Open(disk).Records);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Prune_FailsFromTheRenameOn_LogRefusesEverythingAfterwards(int calls)
    {
        PowerLossDisk disk = new(new Random(1));
        VoteLog log = Open(disk).Log;
        log.AppendMany(VoteLogTests.Records(0, 5));
        disk.FailAfter(calls);
        Assert.Throws<StorageFullException>(() => log.Prune(_ => false));
        disk.FailAfter(100);
        Assert.Throws<StorageException>(() => log.Append(TestVotes.Record(9).Span));
    }

    private static VoteLogOpened Open(PowerLossDisk disk) =>
        Assert.IsType<VoteLogOpened>(VoteLog.Open(LogPath, TestVotes.Identity, disk, new NoLock()));

    /// <summary>A log over several losses of power, with a model of what must and what may be in it.</summary>
    private sealed class Life(int seed)
    {
        private readonly Random _random = new(seed);
        private List<Blob> _durable = [];
        private List<Blob> _appended = [];
        private List<Blob>? _rewriting;
        private int _next;

        public int Run()
        {
            PowerLossDisk disk = new(_random);
            int losses = 0;
            for (int boot = 0; boot < 8; boot++)
            {
                disk.FailAfter(_random.Next(30));
                try
                {
                    Check(Open(disk));
                    Work(((VoteLogOpened)VoteLog.Open(LogPath, TestVotes.Identity, disk, new NoLock())).Log);
                }
                catch (StorageException) when (disk.Failed)
                {
                }

                disk.LosePower();
                losses++;
                VoteLogOpened opened = Open(disk);
                Check(opened);
                _durable = [.. opened.Records];
                _appended = [.. opened.Records];
                _rewriting = null;
            }

            return losses;
        }

        private void Check(VoteLogOpened opened)
        {
            bool asAppended = _durable.Count <= opened.Records.Count
                && opened.Records.Count <= _appended.Count
                && _appended.Take(opened.Records.Count).SequenceEqual(opened.Records);
            bool asRewritten = _rewriting is not null && _rewriting.SequenceEqual(opened.Records);
            Assert.True(
                asAppended || asRewritten,
                $"seed {seed}: {opened.Records.Count} records, {_durable.Count} durable, {_appended.Count} appended");
        }

        private void Work(VoteLog log)
        {
            while (true)
            {
                switch (_random.Next(6))
                {
                    case 0:
                        log.Flush();
                        _durable = [.. _appended];
                        break;
                    case 1 when _random.Next(4) == 0:
                        _rewriting = _appended.FindAll(record => record.Span[20] % 2 == 0);
                        int dropped = log.Prune(record => record.Span[20] % 2 == 0);
                        _durable = dropped > 0 ? [.. _rewriting] : _durable;
                        _appended = [.. _rewriting];
                        _rewriting = null;
                        break;
                    default:
                        Blob[] records = VoteLogTests.Records(_next, _random.Next(1, 8));
                        _next += records.Length;
                        List<Blob> before = _appended;
                        _appended = [.. _appended, .. records];
                        Append(log, records, before);
                        break;
                }
            }
        }

        private void Append(VoteLog log, Blob[] records, List<Blob> before)
        {
            try
            {
                log.AppendMany(records);
            }
            catch (StorageException)
            {
                // Nothing of it counts, and the log was cut back: also after power loss it must not be half there.
                _appended = before;
                throw;
            }
        }
    }
}
