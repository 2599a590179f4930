using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Storage.Chain;
using DeAI.Chain.Storage.Tests.Support;
using DeAI.Chain.Storage.Votes;

namespace DeAI.Chain.Storage.Tests;

/// <summary>One bit flips in what is stored: it is found, or it changes nothing that is read. Never are other bytes served than those written.</summary>
public sealed class BitFlipTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void VoteLog_AnyBitFlips_IsFoundOrHealed()
    {
        string path = _directory.File("votes.log");
        Blob[] written = [.. Enumerable.Range(0, 40).Select(TestVotes.Record)];
        using (VoteLog log = ((VoteLogOpened)VoteLog.Open(path, TestVotes.Identity)).Log)
        {
            foreach (Blob record in written)
            {
                log.Append(record.Span);
                log.Flush();
            }
        }

        byte[] sound = File.ReadAllBytes(path);
        BitFlips flips = new("vote log");
        for (int seed = 0; seed < BitFlips.Total / 4; seed++)
        {
            byte[] flipped = [.. sound];
            BitFlips.FlipOne(flipped, new Random(seed));
            MemoryDisk disk = new();
            disk.Put("/votes.log", flipped);
            VoteLogOpening opening = VoteLog.Open("/votes.log", TestVotes.Identity, disk, new NoLock());
            if (opening is not VoteLogOpened opened)
            {
                flips.Found++;
                continue;
            }

            Assert.Equal(written, opened.Records.Items);
            flips.Healed += opened.Report.HealedCopies;
            flips.Unused += opened.Report.HealedCopies == 0 ? 1 : 0;
        }

        // Each record is there twice, so a single flip never costs one.
        flips.Print();
        Assert.Equal(BitFlips.Total / 4, flips.Healed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Database_AnyBitFlips_NothingElseIsServed(bool tables)
    {
        string home = _directory.File("db");
        List<TestVersion> versions;
        using (TestLedger ledger = new(home))
        {
            for (int i = 0; i < 12; i++)
            {
                ledger.Commit(40);
            }

            if (tables)
            {
                ledger.Store.FlushTables();
            }

            versions = ledger.Versions;
        }

        BitFlips flips = new(tables ? "blocks and state in tables" : "blocks and state in the write-ahead log");
        SortedDictionary<string, int> byFile = new(StringComparer.Ordinal);
        string[] files = [.. Directory.GetFiles(home).Where(static file => new FileInfo(file).Length > 0 && !file.EndsWith("LOCK", StringComparison.Ordinal))];
        long total = files.Sum(static file => new FileInfo(file).Length);
        for (int seed = 0; seed < BitFlips.Total / 8; seed++)
        {
            Random random = new(seed);
            string copy = CopyWithFlip(files, total, random, out string flipped);
            int unused = flips.Unused;
            Judge(copy, versions, flips);
            if (flips.Unused > unused)
            {
                byFile[flipped] = byFile.GetValueOrDefault(flipped) + 1;
            }

            Directory.Delete(copy, recursive: true);
        }

        flips.Print();
        Console.WriteLine($"  unused in: {string.Join(", ", byFile.Select(static file => $"{file.Key} {file.Value}"))}");
        Assert.Equal(BitFlips.Total / 8, flips.Found + flips.Unused + flips.Shortened);
        Assert.True(flips.Found > 0);
    }

    [Fact]
    public void Chunk_AnyBitFlips_IsRefused()
    {
        MemoryNodeStore nodes = new();
        TreeUpdate update = StateTree.Apply(
            nodes, null, 1, [.. Enumerable.Range(0, 600).Select(static row => new StateChange(new Blob(TestLedger.Key(row)), new Blob(new byte[] { 1, 2, (byte)row })))]);
        nodes.Add(update);
        BitFlips flips = new("chunks of a snapshot");
        for (int seed = 0; seed < BitFlips.Total / 2; seed++)
        {
            Random random = new(seed);
            ChunkId id = new(1, (uint)random.Next(16));
            byte[] encoded = Canonical.Encode(ChunkReader.Read(nodes, 1, id, 1 << 20).Value);
            BitFlips.FlipOne(encoded, random);
            Result<StateChunk> decoded = Canonical.Decode<StateChunk>(encoded);
            Assert.False(decoded.TryGet(out StateChunk chunk, out _) && chunk.Verify(update.Root, id).IsOk);
            flips.Found++;
        }

        flips.Print();
    }

    /// <summary>Reads everything of the copy. What does not throw has to be what was written.</summary>
    private static void Judge(string copy, List<TestVersion> versions, BitFlips flips)
    {
        try
        {
            using ChainStore store = ChainStore.Open(copy);
            ulong tip = store.Tip?.Header.Height.Value ?? throw new StorageCorruptException("no tip");
            for (ulong height = 0; height <= tip; height++)
            {
                AssertServes(store, new Height(height), versions[(int)height]);
            }

            TestVersion newest = versions[(int)tip];
            for (int row = 0; row < 400; row++)
            {
                bool found = store.State.TryGet(TestLedger.Key(row), out Blob? value);
                Assert.Equal(newest.Rows.TryGetValue(row, out Blob expected), found);
                Assert.True(!found || value == expected);
            }

            bool whole = tip == versions[^1].Block.Header.Height.Value;
            flips.Unused += whole ? 1 : 0;
            flips.Shortened += whole ? 0 : 1;
        }
        catch (Exception exception) when (exception is StorageException or StateCorruptException)
        {
            flips.Found++;
        }
    }

    private static void AssertServes(ChainStore store, Height height, TestVersion version)
    {
        BlockHeader header = store.Blocks.Header(height) ?? throw new StorageCorruptException($"no header of height {height}");
        Assert.Equal(version.Block.Header, header);
        Assert.Equal(version.Block.ToBlock().Transactions, store.Blocks.Block(height)!.Transactions);
        Assert.Equal(version.Block.Events, store.Blocks.Receipts(height)!.Events);
        for (int row = 0; row < 400; row += 37)
        {
            StateProof proof = StateTree.Prove(store.Nodes, height.Value, TestLedger.Key(row)).Value;
            ProvenValue? value = proof.Verify(header.StateRoot, TestLedger.Key(row)).Value;
            Assert.Equal(version.Rows.TryGetValue(row, out Blob expected) ? expected : null, value?.Value);
        }
    }

    /// <summary>A copy of the database with one bit flipped, anywhere in its files with equal chance.</summary>
    /// <param name="flipped">What kind of file it was: its name without numbers.</param>
    private string CopyWithFlip(string[] files, long total, Random random, out string flipped)
    {
        flipped = string.Empty;
        string copy = _directory.File("flipped");
        Directory.CreateDirectory(copy);
        long at = random.NextInt64(total);
        foreach (string file in files)
        {
            byte[] bytes = File.ReadAllBytes(file);
            if (at >= 0 && at < bytes.Length)
            {
                bytes[at] ^= (byte)(1 << random.Next(8));
                flipped = Path.GetFileName(file).TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').Split('-')[0];
            }

            at -= bytes.Length;
            File.WriteAllBytes(Path.Combine(copy, Path.GetFileName(file)), bytes);
        }

        return copy;
    }
}
