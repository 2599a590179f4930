using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Tests;

public sealed class HeightIndexTests
{
    private readonly HeightIndex _index = new(new ModuleId(99), 1);
    private readonly StateOverlay _state = new(EmptyState.Instance);

    [Fact]
    public void TakeDue_AtItsHeight_TakesThatAndNothingLater()
    {
        _index.Add(_state, new Height(5), Id(1));
        _index.Add(_state, new Height(6), Id(2));

        Assert.Empty(_index.TakeDue(_state, new Height(4), 10));
        Assert.Equal([Id(1)], _index.TakeDue(_state, new Height(5), 10));
        Assert.Equal([Id(2)], _index.TakeDue(_state, new Height(6), 10));
        Assert.Equal(0, _index.Count(_state));
    }

    [Fact]
    public void TakeDue_MoreThanABlockTakes_LeavesTheRestToTheNextBlocks()
    {
        for (byte i = 0; i < 7; i++)
        {
            _index.Add(_state, new Height(5), Id(i));
        }

        _index.Add(_state, new Height(6), Id(7));
        List<Hash256> taken = [];
        foreach (ulong height in new ulong[] { 5, 6, 7 })
        {
            IReadOnlyList<Hash256> due = _index.TakeDue(_state, new Height(height), 3);
            Assert.InRange(due.Count, 2, 3);
            taken.AddRange(due);
        }

        Assert.Equal(8, taken.Distinct().Count());
        Assert.Equal(Id(7), taken[^1]);
        Assert.Empty(_index.TakeDue(_state, new Height(8), 3));
    }

    private static Hash256 Id(byte number) => Sha256.Hash([number]);
}
