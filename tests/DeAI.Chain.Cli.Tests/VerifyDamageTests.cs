using System.Buffers.Binary;
using DeAI.Chain.Cli.Terminal;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Storage.Chain;
using DeAI.Chain.Storage.RocksDb;

namespace DeAI.Chain.Cli.Tests;

/// <summary>
/// One byte of one stored record is altered through the database itself, so that its checksums are right: only replay can tell. Many bytes of each
/// record are tried, one at a time.
/// </summary>
public sealed class VerifyDamageTests(StoredNetwork stored) : IClassFixture<StoredNetwork>
{
    private const int Positions = 5;

    [Fact]
    public async Task Verify_WholeHome_IsWhole()
    {
        using CommandLine cli = new();
        Assert.True(await cli.RunAsync("node", "verify", "--home", stored.Home, "--output", "json") == ExitCode.Done, cli.Out);
        Assert.Equal(3, cli.Json.GetProperty("transactions").GetInt32());
    }

    [Fact]
    public async Task Verify_HomeThatBeganWithAFetchedState_IsWholeFromThere()
    {
        string home = stored.CopyHome();
        ulong height = BeginWithState(home);
        using CommandLine cli = new();
        Assert.True(await cli.RunAsync("node", "verify", "--home", home, "--output", "json") == ExitCode.Done, cli.Error);
        Assert.Equal(height, cli.Json.GetProperty("base").GetUInt64());
        Assert.True(cli.Json.GetProperty("height").GetUInt64() > height);
        Assert.True(cli.Json.GetProperty("certificates").GetInt32() > 1);
    }

    /// <summary>Without replay: each of these is under a root, a certificate, or named by what is. The inner nodes of the tree are not looked at.</summary>
    [Theory]
    [InlineData("blocks")]
    [InlineData("headers")]
    [InlineData("receipts")]
    [InlineData("segments")]
    [InlineData("transactions")]
    [InlineData("state")]
    [InlineData("meta")]
    public async Task Verify_HomeThatBeganWithAFetchedState_ByteOfARecord_IsFound(string family)
    {
        string home = stored.CopyHome();
        BeginWithState(home);
        byte[] key = LastKey(home, family);
        int length = Read(home, family, key).Length;
        for (int i = 0; i < Positions; i++)
        {
            Assert.Contains("verify.", await FindingAsync(home, family, key, i * (length - 1) / (Positions - 1)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("blocks", "")]
    [InlineData("headers", "header")]
    [InlineData("receipts", "")]
    [InlineData("segments", "")]
    public async Task Verify_ByteOfARecordByHeight_IsFoundAndTheHeightNamed(string family, string expected)
    {
        string home = stored.CopyHome();
        ulong height = HeightOfTheLongest(home, family);
        byte[] key = Key(height);
        int length = Read(home, family, key).Length;
        for (int i = 0; i < Positions; i++)
        {
            string finding = await FindingAsync(home, family, key, i * (length - 1) / (Positions - 1));
            Assert.True(NamesHeight(finding, height, family), $"byte {i}: {finding}");
            Assert.Contains(expected, finding, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("transactions", "verify.other_index")]
    [InlineData("state", "verify.other_state")]
    [InlineData("nodes", "verify.other_state")]
    [InlineData("meta", "verify.")]
    public async Task Verify_ByteOfAnyOtherRecord_IsFound(string family, string code)
    {
        string home = stored.CopyHome();
        byte[] key = LastKey(home, family);
        int length = Read(home, family, key).Length;
        for (int i = 0; i < Positions; i++)
        {
            string finding = await FindingAsync(home, family, key, i * (length - 1) / (Positions - 1));
            Assert.True(
                finding.Contains(code, StringComparison.Ordinal) || finding.Contains("verify.damaged", StringComparison.Ordinal), $"byte {i}: {finding}");
        }
    }

    [Fact]
    public async Task Verify_TheWordsOfEachFinding_SayWhatDiffers()
    {
        string home = stored.CopyHome();
        byte[] key = Key(HeightOfTheLongest(home, "blocks"));
        int length = Read(home, "blocks", key).Length;

        // The last bytes of a block belong to its last transaction, those of a certificate to a signature.
        Assert.Contains("transaction", await FindingAsync(home, "blocks", key, length - 1), StringComparison.Ordinal);
        byte[] segment = LastKey(home, "segments");
        Assert.Contains("verify.bad_certificate", await FindingAsync(home, "segments", segment, Read(home, "segments", segment).Length - 1), StringComparison.Ordinal);
    }

    /// <summary>A damaged block or segment may show first in what refers to it, never later than at the next height.</summary>
    private static bool NamesHeight(string finding, ulong height, string family) =>
        finding.Contains($"height {height}:", StringComparison.Ordinal)
        || (family is "segments" && finding.Contains($"height {height - 1}:", StringComparison.Ordinal));

    /// <summary>Alters the byte, verifies, and puts the byte back.</summary>
    private static async Task<string> FindingAsync(string home, string family, byte[] key, int position)
    {
        byte[] whole = Read(home, family, key);
        byte[] altered = [.. whole];
        altered[position] ^= 1;
        Write(home, family, key, altered);
        using CommandLine cli = new();
        int code = await cli.RunAsync("node", "verify", "--home", home);
        Write(home, family, key, whole);
        Assert.True(code == ExitCode.Failed, $"byte {position} of {family}: nothing was found\n{cli.Out}");
        return cli.Error;
    }

    private static ulong HeightOfTheLongest(string home, string family)
    {
        using RocksDatabase database = StoredNetwork.OpenDatabase(home);
        using RocksIterator records = database.CreateIterator(database.ColumnFamily(family));
        ulong best = 0;
        int length = 0;
        for (bool more = records.SeekToFirst(); more; more = records.Next())
        {
            ulong height = BinaryPrimitives.ReadUInt64BigEndian(records.Key);
            if (height > 0 && records.Value.Length > length)
            {
                best = height;
                length = records.Value.Length;
            }
        }

        return best;
    }

    /// <summary>Leaves what a node has that fetched the state of the first segment's end: that header with its certificate, and all above.</summary>
    private static ulong BeginWithState(string home)
    {
        using RocksDatabase database = StoredNetwork.OpenDatabase(home);
        using RocksIterator segments = database.CreateIterator(database.ColumnFamily("segments"));
        Assert.True(segments.SeekToFirst());
        ulong height = BinaryPrimitives.ReadUInt64BigEndian(segments.Key);
        StoredSegment segment = Canonical.Decode<StoredSegment>(segments.Value).Value with { First = new Height(height) };
        using WriteBatch batch = database.CreateBatch();
        foreach (string family in (string[])["blocks", "receipts"])
        {
            batch.DeleteRange(database.ColumnFamily(family), Key(1), Key(height + 1));
        }

        using RocksIterator index = database.CreateIterator(database.ColumnFamily("transactions"));
        for (bool more = index.SeekToFirst(); more; more = index.Next())
        {
            if (Canonical.Decode<TransactionLocation>(index.Value).Value.Height <= new Height(height))
            {
                batch.Delete(database.ColumnFamily("transactions"), index.Key);
            }
        }

        batch.DeleteRange(database.ColumnFamily("headers"), Key(1), Key(height));
        batch.Put(database.ColumnFamily("segments"), Key(height), Canonical.Encode(segment));
        batch.Put(database.ColumnFamily("meta"), "base"u8, Key(height));
        database.Write(batch, sync: true);
        return height;
    }

    private static byte[] LastKey(string home, string family)
    {
        using RocksDatabase database = StoredNetwork.OpenDatabase(home);
        using RocksIterator records = database.CreateIterator(database.ColumnFamily(family));
        Assert.True(records.SeekToLast());
        return records.Key.ToArray();
    }

    private static byte[] Read(string home, string family, byte[] key)
    {
        using RocksDatabase database = StoredNetwork.OpenDatabase(home);
        return database.Get(database.ColumnFamily(family), key)!;
    }

    private static void Write(string home, string family, byte[] key, byte[] value)
    {
        using RocksDatabase database = StoredNetwork.OpenDatabase(home);
        using WriteBatch batch = database.CreateBatch();
        batch.Put(database.ColumnFamily(family), key, value);
        database.Write(batch, sync: true);
    }

    private static byte[] Key(ulong height)
    {
        byte[] key = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(key, height);
        return key;
    }
}
