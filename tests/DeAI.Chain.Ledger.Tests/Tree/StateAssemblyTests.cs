using System.Buffers.Binary;
using System.Collections.Immutable;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Tests.Tree;

public sealed class StateAssemblyTests
{
    [Theory]
    [InlineData(0, 1000)]
    [InlineData(1, 1000)]
    [InlineData(2, 10)]
    [InlineData(40, 100_000)]
    [InlineData(3000, 4000)]
    [InlineData(3000, 200)]
    public void Add_EveryChunkInTurn_GivesTheSameState(int keys, int chunkBytes)
    {
        MemoryNodeStore source = Source(keys, out Hash256 root);
        MemoryNodeStore target = new();
        List<StateEntry> entries = Assemble(source, target, root, chunkBytes, resumeEvery: 0);
        Assert.Equal(keys, entries.Count);
        AssertSame(source, target, keys, root);
    }

    [Fact]
    public void Decode_AfterEveryChunk_GoesOnWhereItWas()
    {
        MemoryNodeStore source = Source(3000, out Hash256 root);
        MemoryNodeStore target = new();
        Assert.Equal(3000, Assemble(source, target, root, 3000, resumeEvery: 1).Count);
        AssertSame(source, target, 3000, root);
    }

    [Fact]
    public void Add_AnotherChunk_IsRefusedAndChangesNothing()
    {
        MemoryNodeStore source = Source(500, out Hash256 root);
        StateAssembly assembly = new(1, root);
        Assert.True(assembly.Split().IsOk);
        StateChunk wrong = ChunkReader.Read(source, 1, new ChunkId(1, 3), 1 << 20).Value;
        Assert.Equal(TreeErrors.BadProof, assembly.Add(wrong).Refusal!.Code);
        Assert.Equal(new ChunkId(1, 0), assembly.Next);
    }

    [Fact]
    public void Apply_OnAnAssembledState_GivesTheSameRootAsOnTheOriginal()
    {
        MemoryNodeStore source = Source(800, out Hash256 root);
        MemoryNodeStore target = new();
        Assemble(source, target, root, 2000, resumeEvery: 0);
        StateChange[] changes = [.. Enumerable.Range(0, 300).Select(static i => new StateChange(Key(i * 3), i % 4 == 0 ? null : Value(i + 7)))];
        Assert.Equal(StateTree.Apply(source, 1, 2, changes).Root, StateTree.Apply(target, 1, 2, changes).Root);
    }

    [Fact]
    public void Split_AtTheSmallestChunk_IsRefused()
    {
        StateAssembly assembly = new(1, default);
        for (int i = 0; i < ChunkId.MaxNibbles; i++)
        {
            Assert.True(assembly.Split().IsOk);
        }

        Assert.Equal(TreeErrors.BadChunk, assembly.Split().Refusal!.Code);
    }

    private static List<StateEntry> Assemble(MemoryNodeStore source, MemoryNodeStore target, Hash256 root, int chunkBytes, int resumeEvery)
    {
        StateAssembly assembly = new(1, root);
        List<StateEntry> entries = [];
        for (int chunks = 1; assembly.Next is { } next; chunks++)
        {
            if (!ChunkReader.Read(source, 1, next, chunkBytes).TryGet(out StateChunk chunk, out Refusal? refusal))
            {
                Assert.Equal(TreeErrors.ChunkTooLarge, refusal.Code);
                Assert.True(assembly.Split().IsOk);
                continue;
            }

            ImmutableArray<TreeNode> nodes = assembly.Add(chunk).Value;
            target.Add(new TreeUpdate(1, root, nodes, []));
            entries.AddRange(chunk.Entries.Items);
            if (resumeEvery > 0 && chunks % resumeEvery == 0)
            {
                assembly = Canonical.Decode<StateAssembly>(Canonical.Encode(assembly)).Value;
            }
        }

        return entries;
    }

    private static void AssertSame(MemoryNodeStore source, MemoryNodeStore target, int keys, Hash256 root)
    {
        Assert.Equal(root, StateTree.RootOf(target, 1).Value);
        Assert.Equal(source.Count, target.Count);
        for (int i = 0; i < keys; i += 1 + (keys / 50))
        {
            Assert.Equal(Value(i), StateTree.Prove(target, 1, Key(i).Span).Value.Verify(root, Key(i).Span).Value!.Value);
        }
    }

    private static MemoryNodeStore Source(int keys, out Hash256 root)
    {
        MemoryNodeStore nodes = new();
        TreeUpdate update = StateTree.Apply(nodes, null, 1, [.. Enumerable.Range(0, keys).Select(static i => new StateChange(Key(i), Value(i)))]);
        nodes.Add(update);
        root = update.Root;
        return nodes;
    }

    private static Blob Key(int number)
    {
        byte[] key = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(key, number);
        return new Blob(key);
    }

    private static Blob Value(int number)
    {
        byte[] value = new byte[20 + (number % 30)];
        BinaryPrimitives.WriteInt32BigEndian(value, number + 1);
        return new Blob(value);
    }
}
