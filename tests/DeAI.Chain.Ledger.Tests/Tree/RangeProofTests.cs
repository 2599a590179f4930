namespace DeAI.Chain.Ledger.Tests.Tree;

public sealed class RangeProofTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(300)]
    public void Read_AnyRangeInPages_IsTheWholeOfIt(int count)
    {
        SortedDictionary<Blob, Blob> truth = new(KeyOrder.Instance);
        (MemoryNodeStore nodes, Hash256 root) = Filled(count, truth);
        Random random = new(count);
        for (int round = 0; round < 40; round++)
        {
            KeyRange range = RandomRange(random);
            RangeProof proof = ReadAll(nodes, range, random.Next(0, 2000));
            proof = Canonical.Decode<RangeProof>(Canonical.Encode(proof)).Value;

            StateEntry[] expected = [.. truth.Where(e => range.Contains(e.Key.Span)).Select(e => new StateEntry(e.Key, e.Value))];
            Assert.Equal(Sequence.From(expected), proof.Verify(root, range).Value);
        }
    }

    [Fact]
    public void Verify_AnEntryLeftOutOrAdded_IsRefused()
    {
        (MemoryNodeStore nodes, Hash256 root) = Filled(20);
        KeyRange range = new(Bytes(5), Bytes(12));
        RangeProof proof = ReadAll(nodes, range, 100);
        for (int i = 0; i < proof.Entries.Count; i++)
        {
            RangeProof less = new(Sequence.From(proof.Entries.Items.RemoveAt(i)));
            RangeProof twice = new(Sequence.From(proof.Entries.Items.Insert(i, proof.Entries[i])));
            Assert.Equal(TreeErrors.BadProof, less.Verify(root, range).Refusal?.Code);
            Assert.Equal(TreeErrors.BadProof, twice.Verify(root, range).Refusal?.Code);
        }
    }

    [Fact]
    public void Verify_AnyByteAltered_IsRefused()
    {
        (MemoryNodeStore nodes, Hash256 root) = Filled(20);
        KeyRange range = new(Bytes(5), Bytes(12));
        foreach (byte[] altered in TestBytes.AlteredAtEveryByte(Canonical.Encode(ReadAll(nodes, range, 100))))
        {
            Result<RangeProof> decoded = Canonical.Decode<RangeProof>(altered);
            Assert.False(decoded.IsOk && decoded.Value.Verify(root, range).IsOk, Convert.ToHexString(altered));
        }
    }

    [Fact]
    public void Verify_BoundsMovedOverAnEntry_IsRefused()
    {
        (MemoryNodeStore nodes, Hash256 root) = Filled(20);
        RangeProof proof = ReadAll(nodes, new KeyRange(Bytes(5), Bytes(12)), 100);

        // Values of 32 bytes too: one that is taken for a hash, or the other way round, makes another leaf.
        foreach ((byte first, byte end) in new (byte, byte)[] { (4, 12), (6, 12), (5, 11), (5, 13), (0, 255) })
        {
            Assert.Equal(TreeErrors.BadProof, proof.Verify(root, new KeyRange(Bytes(first), Bytes(end))).Refusal?.Code);
        }
    }

    [Fact]
    public void Read_NoSuchRangeOrVersion_IsRefused()
    {
        (MemoryNodeStore nodes, Hash256 root) = Filled(3);
        KeyRange reversed = new(Bytes(2), Bytes(2));

        Assert.Equal(TreeErrors.BadRange, RangeReader.Read(nodes, 0, reversed, default, 100).Refusal?.Code);
        Assert.Equal(TreeErrors.BadRange, new RangeProof(default).Verify(root, reversed).Refusal?.Code);
        Assert.Equal(TreeErrors.BadRange, RangeReader.Read(nodes, 0, new KeyRange(new Blob(new byte[256]), default), default, 100).Refusal?.Code);
        Assert.Equal(TreeErrors.VersionUnavailable, RangeReader.Read(nodes, 9, default, default, 100).Refusal?.Code);
    }

    [Fact]
    public void OfPrefix_AnyPrefix_HoldsWhatStartsWithIt()
    {
        byte[][] keys = [[0], [1], [1, 0], [1, 255], [1, 255, 255, 255], [2], [254], [255], [255, 0], [255, 255], [255, 255, 1]];
        foreach (byte[] prefix in new byte[][] { [], [1], [1, 255], [254], [255], [255, 255], [1, 0] })
        {
            KeyRange range = KeyRange.OfPrefix(prefix);
            Assert.True(range.IsValid);
            Assert.All(keys, key => Assert.Equal(key.AsSpan().StartsWith(prefix), range.Contains(key)));
        }
    }

    private static Blob Bytes(params byte[] bytes) => new(bytes);

    private static KeyRange RandomRange(Random random)
    {
        KeyRange range;
        do
        {
            Blob first = random.Next(4) == 0 ? default : Bytes((byte)random.Next(256));
            range = new(first, random.Next(4) == 0 ? default : Bytes((byte)random.Next(256), (byte)random.Next(2)));
        }
        while (!range.IsValid);

        return range;
    }

    private static RangeProof ReadAll(MemoryNodeStore nodes, KeyRange range, int maxBytes)
    {
        List<StateEntry> entries = [];
        Bytes32 from = default;
        do
        {
            RangePage page = RangeReader.Read(nodes, 0, range, from, maxBytes).Value;
            entries.AddRange(page.Part.Entries);
            from = page.Next;
        }
        while (!from.IsZero);

        return new RangeProof(Sequence.From(entries));
    }

    private static (MemoryNodeStore Nodes, Hash256 Root) Filled(int count, SortedDictionary<Blob, Blob>? truth = null)
    {
        List<StateChange> changes = [];
        for (int i = 0; i < count; i++)
        {
            // Every third value is as long as a hash.
            StateChange change = new(TestBytes.OfNumber(i, 4), TestBytes.OfNumber(i + 1, i % 3 == 0 ? 32 : 8));
            changes.Add(change);
            truth?[change.Key] = change.Value!.Value;
        }

        MemoryNodeStore nodes = new();
        TreeUpdate update = StateTree.Apply(nodes, null, 0, changes);
        nodes.Add(update);
        return (nodes, update.Root);
    }
}
