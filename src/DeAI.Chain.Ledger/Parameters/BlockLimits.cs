using DeAI.Chain.Ledger.State;

namespace DeAI.Chain.Ledger.Parameters;

/// <summary>What a block may hold, by the parameters of the state before it.</summary>
/// <param name="Bytes">Of all encoded transactions together.</param>
/// <param name="Transactions">Their number.</param>
/// <param name="MultiplyAccumulates">Integer products of all messages together: no more than a view has time for, whatever the parameter says.</param>
/// <param name="ValidUntilDistance">How far ahead of the block a transaction may stay valid, in heights.</param>
public readonly record struct BlockLimits(int Bytes, int Transactions, ulong MultiplyAccumulates, ulong ValidUntilDistance)
{
    // Reckoned at 40 G a second, the floor that the default is made for; within one view the leader works first and the voters after it.
    private const ulong ProductsPerMs = 20_000_000;

    public static BlockLimits Read(IStateReader state) => new(
        checked((int)ParameterStore.Get(state, LedgerParameters.MaxBlockBytes)),
        checked((int)ParameterStore.Get(state, LedgerParameters.MaxBlockTransactions)),
        Math.Min(
            ParameterStore.Get(state, LedgerParameters.MaxBlockMultiplyAccumulates),
            ParameterStore.Get(state, LedgerParameters.TimeoutCapMs) * ProductsPerMs),
        ParameterStore.Get(state, LedgerParameters.MaxValidUntilDistance));
}
