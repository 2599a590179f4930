using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using DeAI.Chain.Storage.RocksDb;
using DeAI.Chain.Storage.Votes;

namespace DeAI.Chain.Storage.Tests.Support;

/// <summary>What this assembly does when a test starts it as a process of its own.</summary>
internal static class ChildProcess
{
    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["write-batches", string directory]:
                WriteBatches(directory);
                return 0;
            case ["append-votes", string path]:
                AppendVotes(path);
                return 0;
            case ["hold-log", string path]:
                HoldLog(path);
                return 0;
            case ["fill-database", string directory]:
                return FillDatabase(directory);
            case ["fill-log", string path]:
                return FillLog(path);
            case ["idle-memory", string directory]:
                return IdleMemory(directory);
            default:
                return 64;
        }
    }

    /// <param name="arguments">As <see cref="Main"/> takes them.</param>
    /// <param name="wrapper">A command in front of it, such as one that enters a namespace.</param>
    public static Process Start(string[] arguments, params string[] wrapper)
    {
        string[] command = [.. wrapper, Environment.ProcessPath!, Assembly.GetExecutingAssembly().Location, .. arguments];
        if (!Path.GetFileNameWithoutExtension(Environment.ProcessPath!).Equals("dotnet", StringComparison.Ordinal))
        {
            command[wrapper.Length] = "dotnet";
        }

        ProcessStartInfo start = new(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        return Process.Start(start)!;
    }

    private static void WriteBatches(string directory)
    {
        using RocksDatabase database = RocksDatabase.Open(directory, RocksDatabaseOptions.Default, ["a", "b"]);
        using WriteBatch batch = database.CreateBatch();
        for (int i = 0; ; i++)
        {
            batch.Clear();
            byte[] number = BitConverter.GetBytes(i);
            for (int key = 0; key < 20; key++)
            {
                batch.Put(database.ColumnFamily("a"), Encoding.ASCII.GetBytes($"k{key}"), number);
                batch.Put(database.ColumnFamily("b"), Encoding.ASCII.GetBytes($"k{key}"), number);
            }

            database.Write(batch, sync: true);
            Console.Out.WriteLine(i.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void AppendVotes(string path)
    {
        VoteLog log = ((VoteLogOpened)VoteLog.Open(path, TestVotes.Identity)).Log;
        for (int i = 0; ; i++)
        {
            log.Append(TestVotes.Record(i).Span);
            log.Flush();
            Console.Out.WriteLine(i.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void HoldLog(string path)
    {
        using VoteLog log = ((VoteLogOpened)VoteLog.Open(path, TestVotes.Identity)).Log;
        Console.Out.WriteLine("held");
        Console.In.ReadLine();
    }

    private static int FillDatabase(string directory)
    {
        RocksDatabase database = RocksDatabase.Open(directory, RocksDatabaseOptions.Default, ["a", "b"]);
        using WriteBatch batch = database.CreateBatch();
        byte[] value = new byte[4096];
        for (int i = 0; i < 1_000_000; i++)
        {
            batch.Clear();
            Random.Shared.NextBytes(value);
            batch.Put(database.ColumnFamily("a"), BitConverter.GetBytes(i), value);
            batch.Put(database.ColumnFamily("b"), BitConverter.GetBytes(i), value);
            try
            {
                database.Write(batch, sync: true);
            }
            catch (StorageFullException)
            {
                byte[] key = BitConverter.GetBytes(i);
                bool visible = database.Contains(database.ColumnFamily("a"), key) || database.Contains(database.ColumnFamily("b"), key);
                Console.Out.WriteLine($"full after {i}, visible: {visible}");
                return visible ? 3 : 0;
            }
        }

        return 2;
    }

    private static int FillLog(string path)
    {
        VoteLog log = ((VoteLogOpened)VoteLog.Open(path, TestVotes.Identity)).Log;
        byte[] record = new byte[5000];
        for (int i = 0; i < 100_000; i++)
        {
            int count = log.Count;
            long length = log.LengthBytes;
            try
            {
                log.Append(record);
                log.Flush();
            }
            catch (StorageFullException)
            {
                bool unchanged = log.Count == count && log.LengthBytes == length && new FileInfo(path).Length == length;
                Console.Out.WriteLine($"full after {i}, unchanged: {unchanged}");
                return unchanged ? 0 : 3;
            }
        }

        return 2;
    }

    private static int IdleMemory(string directory)
    {
        string[] families = ["blocks", "state", "tree", "receipts", "history", "meta", "mempool", "evidence"];
        using RocksDatabase database = RocksDatabase.Open(directory, RocksDatabaseOptions.Default, families);
        using WriteBatch batch = database.CreateBatch();
        byte[] value = new byte[500];
        for (int i = 0; i < 100; i++)
        {
            batch.Clear();
            for (int key = 0; key < 1000; key++)
            {
                Random.Shared.NextBytes(value);
                batch.Put(database.ColumnFamily(families[key % families.Length]), BitConverter.GetBytes((i * 1000) + key), value);
            }

            database.Write(batch, sync: false);
        }

        using Process self = Process.GetCurrentProcess();
        Console.Out.WriteLine($"{self.WorkingSet64 >> 20} {database.Statistics()}");
        return 0;
    }
}
