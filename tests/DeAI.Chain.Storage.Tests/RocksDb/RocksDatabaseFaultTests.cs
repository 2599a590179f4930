using System.Diagnostics;
using System.Globalization;
using System.Text;
using DeAI.Chain.Storage.RocksDb;
using DeAI.Chain.Storage.Tests.Support;

namespace DeAI.Chain.Storage.Tests.RocksDb;

public sealed class RocksDatabaseFaultTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Home => _directory.File("db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Open_ProcessKilledWhileWriting_KeepsSyncedBatchesWhole()
    {
        using Process child = ChildProcess.Start(["write-batches", Home]);
        int last = -1;
        while (last < 100)
        {
            last = int.Parse(child.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        }

        child.Kill();
        child.WaitForExit();
        using RocksDatabase database = Open();
        HashSet<int> numbers = [];
        foreach (string family in new[] { "a", "b" })
        {
            for (int key = 0; key < 20; key++)
            {
                numbers.Add(BitConverter.ToInt32(database.Get(database.ColumnFamily(family), Encoding.ASCII.GetBytes($"k{key}"))));
            }
        }

        Assert.True(Assert.Single(numbers) >= last);
    }

    [Fact]
    public void Open_WalCutAnywhereInItsTail_LosesWholeBatchesOnly()
    {
        byte[] wal = WriteSmallWal(out string walPath, 10);
        Random random = new(5);
        for (int round = 0; round < 12; round++)
        {
            string copy = CopyDatabase(round);
            int length = round == 0 ? wal.Length - 1 : random.Next(wal.Length);
            File.WriteAllBytes(Path.Combine(copy, Path.GetFileName(walPath)), wal[..length]);
            using RocksDatabase database = RocksDatabase.Open(copy, RocksDatabaseOptions.Default, ["a", "b"]);
            byte[]? a = database.Get(database.ColumnFamily("a"), "n"u8);
            Assert.Equal(a, database.Get(database.ColumnFamily("b"), "n"u8));
        }
    }

    [Fact]
    public void Open_WalDamagedInTheMiddle_IsRefusedUnlessTheOperatorAllowsIt()
    {
        byte[] wal = WriteSmallWal(out string walPath, 10);
        string copy = CopyDatabase(0);
        wal[wal.Length / 2] ^= 0x10;
        File.WriteAllBytes(Path.Combine(copy, Path.GetFileName(walPath)), wal);
        Assert.Throws<StorageCorruptException>(() => RocksDatabase.Open(copy, RocksDatabaseOptions.Default, ["a", "b"]));
        RocksDatabaseOptions rescue = RocksDatabaseOptions.Default with { WalRecovery = WalRecovery.PointInTime };
        using RocksDatabase database = RocksDatabase.Open(copy, rescue, ["a", "b"]);
        Assert.True(BitConverter.ToInt32(database.Get(database.ColumnFamily("a"), "n"u8)) < 9);
    }

    [Fact]
    public void Get_TableDamaged_ThrowsCorruptAndNeverReturnsOtherBytes()
    {
        Dictionary<int, byte[]> values = [];
        Random random = new(2);
        using (RocksDatabase database = Open())
        {
            using WriteBatch batch = database.CreateBatch();
            for (int i = 0; i < 500; i++)
            {
                values[i] = new byte[200];
                random.NextBytes(values[i]);
                batch.Put(database.ColumnFamily("a"), BitConverter.GetBytes(i), values[i]);
            }

            database.Write(batch, sync: true);
            database.Flush();
        }

        string table = Directory.GetFiles(Home, "*.sst").OrderByDescending(path => new FileInfo(path).Length).First();
        byte[] bytes = File.ReadAllBytes(table);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(table, bytes);
        int corrupt = 0;
        using RocksDatabase again = Open();
        foreach ((int key, byte[] value) in values)
        {
            try
            {
                Assert.Equal(value, again.Get(again.ColumnFamily("a"), BitConverter.GetBytes(key)));
            }
            catch (StorageCorruptException)
            {
                corrupt++;
            }
        }

        Assert.InRange(corrupt, 1, values.Count - 1);
        using RocksIterator iterator = again.CreateIterator(again.ColumnFamily("a"));
        Assert.Throws<StorageCorruptException>(() =>
        {
            for (bool found = iterator.SeekToFirst(); found; found = iterator.Next())
            {
            }
        });
    }

    [Fact]
    public void Open_CurrentFileMissing_IsRefusedAndKeepsTheTables()
    {
        using (RocksDatabase database = Open())
        {
            RocksDatabaseTests.Put(database, "a", "x", "1");
            database.Flush();
        }

        string[] tables = Directory.GetFiles(Home, "*.sst");
        string current = Path.Combine(Home, "CURRENT");
        string content = File.ReadAllText(current);
        File.Delete(current);
        Assert.Throws<StorageCorruptException>(Open);
        Assert.Equal(tables, Directory.GetFiles(Home, "*.sst"));
        File.WriteAllText(current, content);
        using RocksDatabase again = Open();
        Assert.Equal("1", RocksDatabaseTests.Get(again, "a", "x"));
    }

    [Fact]
    public void Open_TableMissing_IsCorrupt()
    {
        using (RocksDatabase database = Open())
        {
            RocksDatabaseTests.Put(database, "a", "x", "1");
            database.Flush();
        }

        foreach (string table in Directory.GetFiles(Home, "*.sst"))
        {
            File.Delete(table);
        }

        Assert.Throws<StorageCorruptException>(() =>
        {
            using RocksDatabase again = Open();
            _ = RocksDatabaseTests.Get(again, "a", "x");
        });
    }

    [Fact]
    public void Write_DiskFull_ThrowsStorageFullAndShowsNothingOfTheBatch()
    {
        if (SmallDisk.Run("fill-database", "db", out string output) is { } exitCode)
        {
            Assert.True(exitCode == 0, output);
        }
    }

    [Fact]
    public void Process_After100000Puts_StaysUnder200MiB()
    {
        using Process child = ChildProcess.Start(["idle-memory", Home]);
        string line = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        int megabytes = int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture);
        Console.WriteLine($"working set after 100,000 puts of 500 bytes: {megabytes} MiB; {line.Trim()}");
        Assert.InRange(megabytes, 1, 200);
    }

    [Theory]
    [InlineData("IO error: No space left on device: While appending to file: /x/000012.log: No space left on device", typeof(StorageFullException))]
    [InlineData("IO error: While appending to file: /x/1.sst: Disk quota exceeded", typeof(StorageFullException))]
    [InlineData("Corruption: block checksum mismatch", typeof(StorageCorruptException))]
    [InlineData("IO error: No such file or directory: While open a file for random read: /x/000008.sst: No such file", typeof(StorageCorruptException))]
    [InlineData("IO error: While lock file: /x/LOCK: Resource temporarily unavailable", typeof(StorageLockedException))]
    [InlineData("Invalid argument: something", typeof(RocksDbException))]
    public void Classify_Message_GivesTheType(string message, Type type)
    {
        StorageException exception = RocksDbErrors.Classify(message);
        Assert.IsType(type, exception);
        Assert.Equal(message, exception.Message);
    }

    private RocksDatabase Open() => RocksDatabase.Open(Home, RocksDatabaseOptions.Default, ["a", "b"]);

    private byte[] WriteSmallWal(out string path, int batches)
    {
        using (RocksDatabase database = Open())
        {
            using WriteBatch batch = database.CreateBatch();
            for (int i = 0; i < batches; i++)
            {
                batch.Clear();
                batch.Put(database.ColumnFamily("a"), "n"u8, BitConverter.GetBytes(i));
                batch.Put(database.ColumnFamily("b"), "n"u8, BitConverter.GetBytes(i));
                database.Write(batch, sync: true);
            }
        }

        path = Directory.GetFiles(Home, "*.log").OrderByDescending(file => new FileInfo(file).Length).First();
        return File.ReadAllBytes(path);
    }

    private string CopyDatabase(int number)
    {
        string copy = _directory.File($"copy{number}");
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.GetFiles(Home))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return copy;
    }
}
