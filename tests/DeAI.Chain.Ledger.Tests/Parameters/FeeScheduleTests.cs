namespace DeAI.Chain.Ledger.Tests.Parameters;

public sealed class FeeScheduleTests
{
    private static readonly FeeSchedule Schedule = new(100, 2, 30, 4);

    [Theory]
    [InlineData(0, 0UL, 0UL, 100UL)]
    [InlineData(250, 0UL, 0UL, 600UL)]
    [InlineData(0, 3UL, 0UL, 190UL)]
    [InlineData(0, 0UL, 1UL, 104UL)]
    [InlineData(0, 0UL, 1_000_000UL, 104UL)]
    [InlineData(0, 0UL, 1_000_001UL, 108UL)]
    [InlineData(10, 2UL, 5_000_000UL, 200UL)]
    public void Fee_OfBytesWritesAndProducts_IsTheirSum(int bytes, ulong writes, ulong products, ulong expected) =>
        Assert.Equal(expected, Schedule.Fee(bytes, new Work(writes, products)).Value);

    [Theory]
    [InlineData(ulong.MaxValue, 0UL)]
    [InlineData(0UL, ulong.MaxValue)]
    [InlineData(ulong.MaxValue, ulong.MaxValue)]
    public void Fee_Overflowing_IsTheGreatestNumber(ulong writes, ulong products) =>
        Assert.Equal(ulong.MaxValue, new FeeSchedule(1, 1, 10_000_000, 10_000_000).Fee(int.MaxValue, new Work(writes, products)).Value);

    [Fact]
    public void Read_ChangedParameter_IsTheStoredOne()
    {
        StateOverlay state = new(EmptyState.Instance);
        ParameterStore.Set(state, LedgerParameters.FeeBase, 7);

        Assert.Equal(7UL, FeeSchedule.Read(state).Base);
        Assert.Equal(LedgerParameters.FeePerByte.Default, FeeSchedule.Read(state).PerByte);
    }

    [Fact]
    public void All_Definitions_HaveDefaultsInsideTheirBounds() =>
        Assert.All(LedgerParameters.All, p => Assert.InRange(p.Default, p.Min, p.Max));
}
