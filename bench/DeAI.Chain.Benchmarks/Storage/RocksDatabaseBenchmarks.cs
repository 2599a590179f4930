using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using DeAI.Chain.Storage.RocksDb;

namespace DeAI.Chain.Benchmarks.Storage;

/// <summary>A block's worth of writes as the node makes them, and reads of what is stored. Per operation: one put, one get.</summary>
[MemoryDiagnoser]
public class RocksDatabaseBenchmarks
{
    private const int BatchSize = 1000;
    private const int StoredKeys = 200_000;
    private const int ValueBytes = 100;

    private readonly byte[] _key = new byte[32];
    private readonly byte[] _value = new byte[ValueBytes];
    private string _directory = string.Empty;
    private RocksDatabase _database = null!;
    private ColumnFamily _family = null!;
    private WriteBatch _batch = null!;
    private ulong _next;

    [GlobalSetup]
    public void Setup()
    {
        _directory = Directory.CreateTempSubdirectory("deai-bench-").FullName;
        _database = RocksDatabase.Open(_directory, RocksDatabaseOptions.Default, ["state"]);
        _family = _database.ColumnFamily("state");
        _batch = _database.CreateBatch();
        for (_next = 0; _next < StoredKeys;)
        {
            WriteBatch(sync: false);
        }

        _database.Flush();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _batch.Dispose();
        _database.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Benchmark(OperationsPerInvoke = BatchSize)]
    public void PutInSyncedBatchOf1000() => WriteBatch(sync: true);

    [Benchmark(OperationsPerInvoke = BatchSize)]
    public void PutInUnsyncedBatchOf1000() => WriteBatch(sync: false);

    [Benchmark(OperationsPerInvoke = BatchSize)]
    public int GetCopied()
    {
        int bytes = 0;
        for (int i = 0; i < BatchSize; i++)
        {
            NextStoredKey();
            bytes += _database.Get(_family, _key)!.Length;
        }

        return bytes;
    }

    [Benchmark(OperationsPerInvoke = BatchSize)]
    public int GetPinned()
    {
        int bytes = 0;
        for (int i = 0; i < BatchSize; i++)
        {
            NextStoredKey();
            _database.TryRead(_family, _key, 0, static (value, _) => value.Length, out int length);
            bytes += length;
        }

        return bytes;
    }

    private void WriteBatch(bool sync)
    {
        _batch.Clear();
        for (int i = 0; i < BatchSize; i++)
        {
            SetKey(_next++);
            BinaryPrimitives.WriteUInt64LittleEndian(_value, _next);
            _batch.Put(_family, _key, _value);
        }

        _database.Write(_batch, sync);
    }

    private void NextStoredKey() => SetKey((_next += 7919) % StoredKeys);

    // An odd multiplier spreads the keys as hashes would, without the cost of one.
    private void SetKey(ulong number) => BinaryPrimitives.WriteUInt64BigEndian(_key, number * 0x9E3779B97F4A7C15);
}
