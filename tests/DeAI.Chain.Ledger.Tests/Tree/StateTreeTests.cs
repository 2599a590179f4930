namespace DeAI.Chain.Ledger.Tests.Tree;

public sealed class StateTreeTests
{
    [Fact]
    public void Apply_ThousandsOfRandomBatches_AgreeWithTheDefinition()
    {
        for (int seed = 0; seed < 45; seed++)
        {
            Random random = new(seed);
            int keys = random.Next(1, 60);
            MemoryNodeStore nodes = new();
            SortedDictionary<Blob, Blob> model = new(KeyOrder.Instance);
            for (ulong version = 0; version < 50; version++)
            {
                List<StateChange> changes = RandomChanges(random, keys, random.Next(0, 12));
                TreeUpdate update = StateTree.Apply(nodes, version == 0 ? null : version - 1, version, changes);
                nodes.Add(update);
                nodes.Prune(update);
                Apply(model, changes);

                Assert.Equal(NaiveTree.Root(model), update.Root);
                Assert.Equal(update.Root, StateTree.RootOf(nodes, version).Value);
            }

            Assert.True(nodes.Count <= 1 + (2 * model.Count) + (model.Count * 4), $"{nodes.Count} nodes for {model.Count} keys: stale ones stay");
        }
    }

    [Fact]
    public void Apply_LargeRandomBatches_AgreeWithTheDefinitionInEveryNode()
    {
        for (int seed = 0; seed < 6; seed++)
        {
            Random random = new(seed);
            int keys = random.Next(200, 1500);
            MemoryNodeStore nodes = new();
            SortedDictionary<Blob, Blob> model = new(KeyOrder.Instance);
            for (ulong version = 0; version < 6; version++)
            {
                List<StateChange> changes = RandomChanges(random, keys, random.Next(1, 2 * keys));
                TreeUpdate update = StateTree.Apply(nodes, version == 0 ? null : version - 1, version, changes);
                Commit(nodes, update);
                Apply(model, changes);

                // The definition hashes one node at a time; the proofs take their siblings from the stored nodes.
                Assert.Equal(NaiveTree.Root(model), update.Root);
                for (int i = 0; i < 100; i++)
                {
                    Blob key = TestBytes.OfNumber(random.Next(keys));
                    ProvenValue? proven = StateTree.Prove(nodes, version, key.Span).Value.Verify(update.Root, key.Span).Value;
                    Assert.Equal(model.TryGetValue(key, out Blob value) ? value : null, proven?.Value);
                }
            }
        }
    }

    [Fact]
    public void Apply_EverythingDeleted_LeavesTheRootNodeOnly()
    {
        MemoryNodeStore nodes = new();
        StateChange[] puts = [.. Enumerable.Range(0, 300).Select(i => new StateChange(TestBytes.OfNumber(i), TestBytes.OfNumber(i)))];
        Commit(nodes, StateTree.Apply(nodes, null, 0, puts));
        TreeUpdate update = StateTree.Apply(nodes, 0, 1, [.. puts.Select(p => p with { Value = null })]);
        Commit(nodes, update);

        Assert.Equal(StateTree.EmptyRoot, update.Root);
        Assert.Equal(1, nodes.Count);
    }

    [Fact]
    public void Apply_OneBatchOrMany_GivesTheSameRoot()
    {
        Random random = new(5);
        StateChange[] all = [.. Enumerable.Range(0, 500).Select(i => new StateChange(TestBytes.OfNumber(i), TestBytes.OfNumber(i * 7)))];
        MemoryNodeStore one = new();
        Hash256 expected = StateTree.Apply(one, null, 0, all).Root;

        random.Shuffle(all);
        MemoryNodeStore many = new();
        TreeUpdate update = StateTree.Apply(many, null, 0, []);
        many.Add(update);
        ulong version = 0;
        foreach (StateChange[] chunk in all.Chunk(37))
        {
            update = StateTree.Apply(many, version, version + 1, chunk);
            many.Add(update);
            version++;
        }

        Assert.Equal(expected, update.Root);
    }

    [Fact]
    public void Apply_SameValueAgain_WritesTheRootNodeOnly()
    {
        MemoryNodeStore nodes = new();
        StateChange[] puts = [.. Enumerable.Range(0, 100).Select(i => new StateChange(TestBytes.OfNumber(i), TestBytes.OfNumber(i)))];
        nodes.Add(StateTree.Apply(nodes, null, 0, puts));

        TreeUpdate update = StateTree.Apply(nodes, 0, 1, puts);

        Assert.Single(update.NewNodes);
        Assert.Equal(NodeKey.Root(0), Assert.Single(update.StaleNodes));
    }

    [Fact]
    public void Apply_KeyTwice_Throws()
    {
        StateChange change = new(TestBytes.OfNumber(1), TestBytes.OfNumber(1));

        Assert.Throws<ArgumentException>(() => StateTree.Apply(new MemoryNodeStore(), null, 0, [change, change]));
    }

    [Fact]
    public void Apply_VersionNotLater_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => StateTree.Apply(new MemoryNodeStore(), 3, 3, []));

    [Fact]
    public void Apply_MissingOrDamagedNode_IsStateCorrupt()
    {
        Assert.Throws<StateCorruptException>(() => StateTree.Apply(new MemoryNodeStore(), 0, 1, []));
        Assert.Throws<StateCorruptException>(() => StateTree.Apply(new GarbageNodes(), 0, 1, []));
    }

    [Fact]
    public void TreeUpdateView_TwoBranches_EachSeesItsOwn()
    {
        MemoryNodeStore nodes = new();
        nodes.Add(StateTree.Apply(nodes, null, 0, [new StateChange(TestBytes.OfNumber(1), TestBytes.OfNumber(1))]));
        TreeUpdate left = StateTree.Apply(nodes, 0, 1, [new StateChange(TestBytes.OfNumber(2), TestBytes.OfNumber(2))]);
        TreeUpdate right = StateTree.Apply(nodes, 0, 1, [new StateChange(TestBytes.OfNumber(3), TestBytes.OfNumber(3))]);
        StateChange next = new(TestBytes.OfNumber(4), TestBytes.OfNumber(4));

        Hash256 afterLeft = StateTree.Apply(new TreeUpdateView(nodes, left), 1, 2, [next]).Root;
        Hash256 afterRight = StateTree.Apply(new TreeUpdateView(nodes, right), 1, 2, [next]).Root;

        Assert.Equal(NaiveTree.Root(Entries(1, 2, 4)), afterLeft);
        Assert.Equal(NaiveTree.Root(Entries(1, 3, 4)), afterRight);
    }

    [Fact]
    public void Apply_FixedEntries_KeepsTheRoot()
    {
        TreeUpdate update = StateTree.Apply(
            new MemoryNodeStore(),
            null,
            0,
            [.. Enumerable.Range(0, 20).Select(i => new StateChange(TestBytes.OfNumber(i), TestBytes.OfNumber(i + 1)))]);

        Assert.Equal("4217e526f24184977d4d1346b5afc259c41880329d4af47873e3bc3dc682f56d", update.Root.ToString());
        Assert.Equal("da66d5b6d69efcd76da1e224efdeb75faf77848aba187990ae21a85858ba0311", Sha256.Hash([.. update.NewNodes.SelectMany(n => n.Key.ToBytes().Concat(n.Bytes.ToArray()))]).ToString());
    }

    private static IEnumerable<KeyValuePair<Blob, Blob>> Entries(params int[] numbers) =>
        numbers.Select(n => new KeyValuePair<Blob, Blob>(TestBytes.OfNumber(n), TestBytes.OfNumber(n)));

    private static void Commit(MemoryNodeStore nodes, TreeUpdate update)
    {
        nodes.Add(update);
        nodes.Prune(update);
    }

    internal static List<StateChange> RandomChanges(Random random, int keys, int count)
    {
        SortedDictionary<Blob, Blob?> changes = new(KeyOrder.Instance);
        for (int i = 0; i < count; i++)
        {
            changes[TestBytes.OfNumber(random.Next(keys))] = random.Next(3) == 0 ? null : TestBytes.OfNumber(random.Next(5), 12);
        }

        return [.. changes.Select(c => new StateChange(c.Key, c.Value))];
    }

    internal static void Apply(SortedDictionary<Blob, Blob> model, List<StateChange> changes)
    {
        foreach (StateChange change in changes)
        {
            if (change.Value is { } value)
            {
                model[change.Key] = value;
            }
            else
            {
                model.Remove(change.Key);
            }
        }
    }

    private sealed class GarbageNodes : INodeReader
    {
        public bool TryGet(NodeKey key, out Blob node)
        {
            node = TestBytes.OfNumber(12345);
            return true;
        }
    }
}
