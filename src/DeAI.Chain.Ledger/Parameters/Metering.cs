using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Parameters;

/// <summary>The fee of one transaction, for quotes and wallets; the executor reads the schedule once a block.</summary>
public static class Metering
{
    /// <param name="bytes">Of the encoded transaction with its signature.</param>
    public static Credits Fee(IStateReader state, int bytes, Work work) => FeeSchedule.Read(state).Fee(bytes, work);
}
