using System.Buffers;
using System.Text;
using DeAI.Chain.Storage.RocksDb;
using DeAI.Chain.Storage.Tests.Support;

namespace DeAI.Chain.Storage.Tests.RocksDb;

public sealed class RocksDatabaseTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Home => _directory.File("db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Get_AfterPut_ReturnsTheValueOfThatFamilyOnly()
    {
        using RocksDatabase database = Open();
        Put(database, "a", "key", "value");
        Assert.Equal("value", Get(database, "a", "key"));
        Assert.Null(Get(database, "b", "key"));
        Assert.True(database.Contains(database.ColumnFamily("a"), "key"u8));
        Assert.False(database.Contains(database.ColumnFamily("b"), "key"u8));
        Assert.True(database.Compresses);
    }

    [Fact]
    public void Get_EmptyAndLargeValues_RoundTrip()
    {
        using RocksDatabase database = Open();
        byte[] large = new byte[3 << 20];
        new Random(1).NextBytes(large);
        using WriteBatch batch = database.CreateBatch();
        batch.Put(database.ColumnFamily("a"), "empty"u8, []);
        batch.Put(database.ColumnFamily("a"), "large"u8, large);
        batch.Put(database.ColumnFamily("a"), [], "of the empty key"u8);
        database.Write(batch, sync: true);
        Assert.Empty(database.Get(database.ColumnFamily("a"), "empty"u8)!);
        Assert.Equal(large, database.Get(database.ColumnFamily("a"), "large"u8));
        Assert.Equal("of the empty key"u8.ToArray(), database.Get(database.ColumnFamily("a"), []));
        ArrayBufferWriter<byte> writer = new();
        Assert.True(database.TryGet(database.ColumnFamily("a"), "large"u8, writer));
        Assert.True(writer.WrittenSpan.SequenceEqual(large));
        Assert.False(database.TryGet(database.ColumnFamily("a"), "none"u8, writer));
        Assert.True(database.TryRead(database.ColumnFamily("a"), "large"u8, 5, (value, at) => value[at], out byte fifth));
        Assert.Equal(large[5], fifth);
    }

    [Fact]
    public void Write_BatchOverFamilies_CountsAndAppliesInOrder()
    {
        using RocksDatabase database = Open();
        using WriteBatch batch = database.CreateBatch();
        for (char key = 'a'; key <= 'e'; key++)
        {
            batch.Put(database.ColumnFamily("a"), [(byte)key], [1]);
        }

        batch.DeleteRange(database.ColumnFamily("a"), "b"u8, "d"u8);
        batch.Put(database.ColumnFamily("a"), "c"u8, [2]);
        batch.Delete(database.ColumnFamily("a"), "e"u8);
        Assert.Equal(8, batch.Count);
        Assert.True(batch.SizeBytes > 30);
        Assert.Null(Get(database, "a", "a"));
        database.Write(batch, sync: false);
        Assert.Equal(["a", "c", "d"], Keys(database, "a", IteratorRange.All));
        batch.Clear();
        Assert.Equal(0, batch.Count);
        Assert.Throws<ArgumentException>(() => batch.DeleteRange(database.ColumnFamily("a"), "b"u8, "a"u8));
    }

    [Fact]
    public void Iterator_Ranges_SeeExactlyTheirKeys()
    {
        using RocksDatabase database = Open();
        foreach (string key in new[] { "a", "ab", "abc", "ac", "b", "ÿ" })
        {
            Put(database, "a", key, key);
        }

        Assert.Equal(["ab", "abc"], Keys(database, "a", IteratorRange.Prefix("ab"u8)));
        Assert.Equal(["a", "ab", "abc", "ac"], Keys(database, "a", IteratorRange.Prefix("a"u8)));
        Assert.Equal(["ab", "abc", "ac"], Keys(database, "a", IteratorRange.Between("aa"u8, "b"u8)));
        Assert.Equal(6, Keys(database, "a", IteratorRange.Prefix([])).Length);
        Assert.Empty(Keys(database, "a", IteratorRange.Prefix([0xff, 0xff])));
        Assert.Empty(Keys(database, "b", IteratorRange.All));
    }

    [Fact]
    public void Iterator_Moves_StandWhereTheyShould()
    {
        using RocksDatabase database = Open();
        foreach (string key in new[] { "b", "d", "f" })
        {
            Put(database, "a", key, key + "!");
        }

        using RocksIterator iterator = database.CreateIterator(database.ColumnFamily("a"), fillCache: false);
        Assert.False(iterator.IsValid);
        Assert.Throws<InvalidOperationException>(() => iterator.Key.Length);
        Assert.True(iterator.Seek("c"u8));
        Assert.Equal("d", Encoding.UTF8.GetString(iterator.Key));
        Assert.Equal("d!", Encoding.UTF8.GetString(iterator.Value));
        Assert.True(iterator.SeekForPrev("c"u8));
        Assert.Equal("b", Encoding.UTF8.GetString(iterator.Key));
        Assert.False(iterator.Prev());
        Assert.True(iterator.SeekToLast());
        Assert.False(iterator.Next());
        Assert.Throws<InvalidOperationException>(() => iterator.Next());
        Assert.False(iterator.Seek("g"u8));
    }

    [Fact]
    public void Snapshot_LaterWrites_AreNotSeen()
    {
        using RocksDatabase database = Open();
        Put(database, "a", "x", "old");
        Put(database, "b", "x", "old");
        using (RocksSnapshot snapshot = database.CreateSnapshot())
        {
            Put(database, "a", "x", "new");
            Put(database, "b", "y", "new");
            database.Flush();
            database.CompactRange(database.ColumnFamily("a"));
            Assert.Equal("old"u8.ToArray(), database.Get(database.ColumnFamily("a"), "x"u8, snapshot));
            Assert.Null(database.Get(database.ColumnFamily("b"), "y"u8, snapshot));
            using RocksIterator iterator = database.CreateIterator(database.ColumnFamily("b"), default, snapshot);
            Assert.True(iterator.SeekToFirst());
            Assert.False(iterator.Next());
            Assert.Equal(1, database.Statistics().OpenSnapshots);
        }

        Assert.Equal(0, database.Statistics().OpenSnapshots);
        Assert.Equal("new", Get(database, "a", "x"));
    }

    [Fact]
    public void Checkpoint_LaterWrites_AreNotInIt()
    {
        string copy = _directory.File("copy");
        using (RocksDatabase database = Open())
        {
            Put(database, "a", "x", "1");
            database.Checkpoint(copy);
            Put(database, "a", "x", "2");
            Assert.Throws<RocksDbException>(() => database.Checkpoint(copy));
        }

        using RocksDatabase restored = RocksDatabase.Open(copy, RocksDatabaseOptions.Default, []);
        Assert.Equal(["a", "b", "default"], restored.ColumnFamilies.Select(family => family.Name));
        Assert.Equal("1", Get(restored, "a", "x"));
    }

    [Fact]
    public void Open_AgainWithFewerFamilies_OpensTheExistingOnesToo()
    {
        using (RocksDatabase database = Open())
        {
            Put(database, "b", "x", "1");
        }

        using RocksDatabase again = RocksDatabase.Open(Home, RocksDatabaseOptions.Default, ["c"]);
        Assert.Equal("1", Get(again, "b", "x"));
        Assert.Throws<KeyNotFoundException>(() => again.ColumnFamily("d"));
    }

    [Fact]
    public void Open_WhileOpen_IsRefusedAsLocked()
    {
        using RocksDatabase database = Open();
        Assert.Throws<StorageLockedException>(Open);
    }

    [Fact]
    public void Open_MissingAndNotToBeCreated_IsRefused() =>
        Assert.Throws<RocksDbException>(() => RocksDatabase.Open(Home, RocksDatabaseOptions.Default with { CreateIfMissing = false }, []));

    [Fact]
    public void Dispose_ChildrenStillOpen_WaitsForThem()
    {
        RocksDatabase database = Open();
        Put(database, "a", "x", "1");
        RocksIterator iterator = database.CreateIterator(database.ColumnFamily("a"));
        RocksSnapshot snapshot = database.CreateSnapshot();
        WriteBatch batch = database.CreateBatch();
        database.Dispose();
        Assert.True(iterator.SeekToFirst());
        batch.Put(database.ColumnFamily("a"), "y"u8, "2"u8);
        Assert.Throws<ObjectDisposedException>(() => database.Write(batch, sync: false));
        Assert.Throws<ObjectDisposedException>(() => database.Get(database.ColumnFamily("a"), "x"u8));
        Assert.Throws<ObjectDisposedException>(() => database.CreateIterator(database.ColumnFamily("a")));
        snapshot.Dispose();
        iterator.Dispose();
        iterator.Dispose();
        batch.Dispose();
        Assert.Throws<ObjectDisposedException>(() => iterator.IsValid);
        using RocksDatabase again = Open();
        Assert.Equal("1", Get(again, "a", "x"));
    }

    [Fact]
    public void ObjectsOfAnotherDatabase_AreRefused()
    {
        using RocksDatabase database = Open();
        using RocksDatabase other = RocksDatabase.Open(_directory.File("other"), RocksDatabaseOptions.Default, ["a"]);
        using WriteBatch batch = other.CreateBatch();
        using RocksSnapshot snapshot = other.CreateSnapshot();
        Assert.Throws<ArgumentException>(() => database.Write(batch, sync: false));
        Assert.Throws<ArgumentException>(() => database.Get(other.ColumnFamily("a"), "x"u8));
        Assert.Throws<ArgumentException>(() => database.Get(database.ColumnFamily("a"), "x"u8, snapshot));
        Assert.Throws<ArgumentException>(() => batch.Put(database.ColumnFamily("a"), "x"u8, "x"u8));
    }

    [Fact]
    public void Reads_FromManyThreadsDuringWrites_AreConsistent()
    {
        using RocksDatabase database = Open();
        Put(database, "a", "x", "0");
        Put(database, "b", "x", "0");
        using CancellationTokenSource stop = new();
        Thread writer = new(() =>
        {
            using WriteBatch batch = database.CreateBatch();
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                batch.Clear();
                batch.Put(database.ColumnFamily("a"), "x"u8, BitConverter.GetBytes(i));
                batch.Put(database.ColumnFamily("b"), "x"u8, BitConverter.GetBytes(i));
                database.Write(batch, sync: false);
            }
        });
        writer.Start();
        Parallel.For(0, 2000, _ =>
        {
            using RocksSnapshot snapshot = database.CreateSnapshot();
            byte[]? a = database.Get(database.ColumnFamily("a"), "x"u8, snapshot);
            Assert.Equal(a, database.Get(database.ColumnFamily("b"), "x"u8, snapshot));
        });
        stop.Cancel();
        writer.Join();
    }

    [Fact]
    public void Statistics_AfterWritesAndFlush_CountThem()
    {
        using RocksDatabase database = RocksDatabase.Open(Home, RocksDatabaseOptions.Default with { EnableStatistics = true }, ["a", "b"]);
        Put(database, "a", "x", new string('v', 5000));
        Assert.True(database.Statistics().MemtableBytes > 5000);
        database.Flush();
        RocksDatabaseStatistics statistics = database.Statistics();
        Assert.Equal(1, statistics.EstimatedKeys);
        Assert.True(statistics.TableFileBytes > 500);
        Assert.Equal(0, statistics.BackgroundErrors);
        Assert.False(statistics.WritesStopped);
        Assert.NotNull(database.PropertyText(database.ColumnFamily("a"), "rocksdb.stats"));
        Assert.Null(database.PropertyText(database.ColumnFamily("a"), "rocksdb.no-such-thing"));
        Assert.Throws<ArgumentException>(() => database.Property(database.ColumnFamily("a"), "rocksdb.stats"));
    }

    internal static void Put(RocksDatabase database, string family, string key, string value)
    {
        using WriteBatch batch = database.CreateBatch();
        batch.Put(database.ColumnFamily(family), Encoding.Latin1.GetBytes(key), Encoding.UTF8.GetBytes(value));
        database.Write(batch, sync: false);
    }

    internal static string? Get(RocksDatabase database, string family, string key) =>
        database.Get(database.ColumnFamily(family), Encoding.Latin1.GetBytes(key)) is { } value ? Encoding.UTF8.GetString(value) : null;

    private static string[] Keys(RocksDatabase database, string family, IteratorRange range)
    {
        using RocksIterator iterator = database.CreateIterator(database.ColumnFamily(family), range);
        List<string> keys = [];
        for (bool found = iterator.SeekToFirst(); found; found = iterator.Next())
        {
            keys.Add(Encoding.Latin1.GetString(iterator.Key));
        }

        return [.. keys];
    }

    private RocksDatabase Open() => RocksDatabase.Open(Home, RocksDatabaseOptions.Default, ["a", "b"]);
}
