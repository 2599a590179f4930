namespace DeAI.Chain.Ledger.Tests.Parameters;

public sealed class BlockLimitsTests
{
    [Theory]
    [InlineData(1_000UL, 20_000_000_000UL)]
    [InlineData(8_000UL, 160_000_000_000UL)]
    [InlineData(60_000UL, 1_200_000_000_000UL)]
    public void Read_MostProducts_AreWhatAViewHasTimeFor(ulong timeoutCapMs, ulong expected)
    {
        StateOverlay state = new(EmptyState.Instance);
        ParameterStore.Set(state, LedgerParameters.MaxBlockMultiplyAccumulates, LedgerParameters.MaxBlockMultiplyAccumulates.Max);
        ParameterStore.Set(state, LedgerParameters.TimeoutCapMs, timeoutCapMs);

        Assert.Equal(expected, BlockLimits.Read(state).MultiplyAccumulates);
    }

    [Fact]
    public void Read_FewProducts_StayAsTheParameterSays()
    {
        StateOverlay state = new(EmptyState.Instance);
        ParameterStore.Set(state, LedgerParameters.MaxBlockMultiplyAccumulates, 1_000_000);

        Assert.Equal(1_000_000UL, BlockLimits.Read(state).MultiplyAccumulates);
    }
}
