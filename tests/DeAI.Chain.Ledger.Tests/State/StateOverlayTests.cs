namespace DeAI.Chain.Ledger.Tests.State;

public sealed class StateOverlayTests
{
    [Fact]
    public void Overlay_RandomOperations_AgreeWithTheModel()
    {
        for (int seed = 0; seed < 30; seed++)
        {
            Random random = new(seed);
            MemoryState bottom = new();
            SortedDictionary<Blob, Blob> model = new(KeyOrder.Instance);
            IStateReader below = bottom;
            for (int layer = 0; layer < 4; layer++)
            {
                StateOverlay overlay = new(below);
                Stack<(int Mark, Dictionary<Blob, Blob> Model)> marks = new();
                for (int step = 0; step < 60; step++)
                {
                    model = Step(random, overlay, model, marks);
                }

                AssertSame(model, overlay, random);
                WriteSet writes = overlay.ToWriteSet();
                if (layer == 0)
                {
                    bottom.Apply(writes);
                }
                else
                {
                    below = new WriteSetView(below, writes);
                }

                AssertSame(model, below, random);
            }
        }
    }

    [Fact]
    public void Scan_WhileRowsChange_ShowsTheStateAtItsStart()
    {
        StateOverlay overlay = new(EmptyState.Instance);
        for (byte i = 0; i < 10; i++)
        {
            overlay.Put([1, i], TestBytes.OfNumber(i));
        }

        int seen = 0;
        foreach (StateEntry entry in overlay.Scan(new byte[] { 1 }))
        {
            overlay.Delete(entry.Key.Span);
            overlay.Put([1, (byte)(100 + seen)], entry.Value);
            seen++;
        }

        Assert.Equal(10, seen);
        Assert.Equal(10, overlay.Scan(new byte[] { 1 }).Count());
    }

    [Fact]
    public void Put_BadKeyOrValue_Throws()
    {
        StateOverlay overlay = new(EmptyState.Instance);

        Assert.Throws<ArgumentException>(() => overlay.Put([], TestBytes.OfNumber(1)));
        Assert.Throws<ArgumentException>(() => overlay.Put(new byte[256], TestBytes.OfNumber(1)));
        Assert.Throws<ArgumentException>(() => overlay.Put([1], Blob.Empty));
        Assert.Throws<ArgumentException>(() => overlay.Put([1], new Blob(new byte[StateOverlay.MaxValueBytes + 1])));
        Assert.Throws<ArgumentException>(() => overlay.Delete([]));
    }

    [Fact]
    public void Put_CallerChangesItsKeyLater_KeepsTheCopy()
    {
        StateOverlay overlay = new(EmptyState.Instance);
        byte[] key = [1, 2];
        overlay.Put(key, TestBytes.OfNumber(1));
        key[0] = 9;

        Assert.True(overlay.TryGet([1, 2], out _));
        Assert.Equal("0102", Convert.ToHexString(overlay.ToWriteSet().Changes.Single().Key.Span));
    }

    [Fact]
    public void WriteSet_OutOfOrder_Throws() =>
        Assert.Throws<ArgumentException>(() => new WriteSet([new StateChange(TestBytes.OfNumber(2), null), new StateChange(TestBytes.OfNumber(1), null)]));

    private static SortedDictionary<Blob, Blob> Step(
        Random random,
        StateOverlay overlay,
        SortedDictionary<Blob, Blob> model,
        Stack<(int Mark, Dictionary<Blob, Blob> Model)> marks)
    {
        Blob key = RandomKey(random);
        switch (random.Next(10))
        {
            case 0:
                marks.Push((overlay.Snapshot(), new Dictionary<Blob, Blob>(model)));
                break;
            case 1 when marks.Count > 0:
                (int mark, Dictionary<Blob, Blob> before) = marks.Pop();
                overlay.Rollback(mark);
                return new SortedDictionary<Blob, Blob>(before, KeyOrder.Instance);
            case 2 or 3 or 4:
                overlay.Delete(key.Span);
                model.Remove(key);
                break;
            default:
                Blob value = TestBytes.OfNumber(random.Next());
                overlay.Put(key.Span, value);
                model[key] = value;
                break;
        }

        return model;
    }

    private static Blob RandomKey(Random random)
    {
        byte[] key = new byte[random.Next(1, 4)];
        for (int i = 0; i < key.Length; i++)
        {
            key[i] = (byte)(random.Next(4) == 3 ? 0xff : random.Next(3));
        }

        return new Blob(key);
    }

    private static void AssertSame(SortedDictionary<Blob, Blob> model, IStateReader state, Random random)
    {
        Assert.Equal(model.Select(e => new StateEntry(e.Key, e.Value)), state.Scan(default));
        for (int i = 0; i < 10; i++)
        {
            byte[] prefix = random.Next(3) == 0 ? [] : RandomKey(random).ToArray();
            byte[] after = random.Next(2) == 0 ? [] : RandomKey(random).ToArray();
            IEnumerable<StateEntry> expected = model
                .Where(e => e.Key.Span.StartsWith(prefix) && (after.Length == 0 || e.Key.Span.SequenceCompareTo(after) > 0))
                .Select(e => new StateEntry(e.Key, e.Value));
            Assert.Equal(expected, state.Scan(prefix, after));

            Blob key = RandomKey(random);
            Assert.Equal(model.TryGetValue(key, out Blob value), state.TryGet(key.Span, out Blob? found));
            Assert.Equal(model.ContainsKey(key) ? value : null, found);
        }
    }
}
