namespace DeAI.Chain.Ledger.Tests.Tree;

public sealed class StateChunkTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(200)]
    public void Read_AllChunksOfADepth_AddUpToTheStateAndVerify(int count)
    {
        (MemoryNodeStore nodes, Hash256 root) = Filled(count);
        for (int nibbles = 0; nibbles <= 2; nibbles++)
        {
            List<StateEntry> all = [];
            for (uint index = 0; index < 1u << (4 * nibbles); index++)
            {
                ChunkId id = new(nibbles, index);
                StateChunk chunk = ChunkReader.Read(nodes, 0, id, 1_000_000).Value;
                chunk = Canonical.Decode<StateChunk>(Canonical.Encode(chunk)).Value;

                Assert.True(chunk.Verify(root, id).IsOk, $"{id}");
                all.AddRange(chunk.Entries);
            }

            Assert.Equal(count, all.Count);
            MemoryNodeStore rebuilt = new();
            Assert.Equal(root, StateTree.Apply(rebuilt, null, 0, [.. all.Select(e => new StateChange(e.Key, e.Value))]).Root);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(60)]
    public void Verify_AlteredOrForAnotherChunk_IsRefused(int count)
    {
        (MemoryNodeStore nodes, Hash256 root) = Filled(count);
        for (uint index = 0; index < 16; index++)
        {
            ChunkId id = new(1, index);
            StateChunk chunk = ChunkReader.Read(nodes, 0, id, 1_000_000).Value;
            foreach (byte[] altered in TestBytes.AlteredAtEveryByte(Canonical.Encode(chunk)))
            {
                Result<StateChunk> decoded = Canonical.Decode<StateChunk>(altered);
                Assert.False(decoded.IsOk && decoded.Value.Verify(root, id).IsOk, Convert.ToHexString(altered));
            }

            ChunkId other = new(1, (index + 1) % 16);
            StateChunk truth = ChunkReader.Read(nodes, 0, other, 1_000_000).Value;
            Assert.True(!chunk.Verify(root, other).IsOk || chunk.Entries == truth.Entries);
        }
    }

    [Fact]
    public void Read_TooLargeOrNoSuchChunk_IsRefused()
    {
        (MemoryNodeStore nodes, _) = Filled(100);

        Assert.Equal(TreeErrors.ChunkTooLarge, ChunkReader.Read(nodes, 0, new ChunkId(0, 0), 100).Refusal?.Code);
        Assert.Equal(TreeErrors.BadChunk, ChunkReader.Read(nodes, 0, new ChunkId(1, 16), 100).Refusal?.Code);
        Assert.Equal(TreeErrors.BadChunk, ChunkReader.Read(nodes, 0, new ChunkId(7, 0), 100).Refusal?.Code);
        Assert.Equal(TreeErrors.VersionUnavailable, ChunkReader.Read(nodes, 9, new ChunkId(0, 0), 100).Refusal?.Code);
    }

    private static (MemoryNodeStore Nodes, Hash256 Root) Filled(int count)
    {
        MemoryNodeStore nodes = new();
        TreeUpdate update = StateTree.Apply(
            nodes,
            null,
            0,
            [.. Enumerable.Range(0, count).Select(i => new StateChange(TestBytes.OfNumber(i), TestBytes.OfNumber(i + 1)))]);
        nodes.Add(update);
        return (nodes, update.Root);
    }
}
