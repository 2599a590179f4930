using DeAI.Chain.Node.Runtime;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Node.Tests.Runtime;

public sealed class PeerBudgetTests
{
    private static readonly PublicKey One = new([.. Enumerable.Repeat((byte)1, 32)]);
    private static readonly PublicKey Two = new([.. Enumerable.Repeat((byte)2, 32)]);

    [Fact]
    public void TryTake_BeyondAPeersShare_IsRefusedAndLeavesRoomForOthers()
    {
        PeerBudget budget = new(perPeer: 10, together: 100);
        Assert.True(budget.TryTake(One, 6));
        Assert.False(budget.TryTake(One, 5));
        Assert.True(budget.TryTake(One, 4));
        Assert.True(budget.TryTake(Two, 10));
        budget.Release(One, 6);
        Assert.True(budget.TryTake(One, 6));
    }

    [Fact]
    public void TryTake_BeyondTheWhole_IsRefusedForAll()
    {
        PeerBudget budget = new(perPeer: 10, together: 15);
        Assert.True(budget.TryTake(One, 10));
        Assert.False(budget.TryTake(Two, 6));
        budget.Release(One, 10);
        Assert.True(budget.TryTake(Two, 6));
    }

    [Fact]
    public void TryTake_ItemLargerThanTheShare_PassesAlone()
    {
        PeerBudget budget = new(perPeer: 10, together: 15);
        Assert.True(budget.TryTake(One, 40));
        Assert.False(budget.TryTake(One, 1));
        Assert.False(budget.TryTake(Two, 1));
        budget.Release(One, 40);
        Assert.True(budget.TryTake(Two, 1));
    }
}
