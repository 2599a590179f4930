using DeAI.Chain.Ledger.Transactions;

namespace DeAI.Chain.Replica.Mempool.Rules;

/// <summary>The next block could hold it, as far as the committed state tells: the same rules that decide in the block.</summary>
internal sealed class LedgerRule : IAdmissionRule
{
    public Result Check(VerifiedTransaction transaction, AdmissionContext context) =>
        new(context.Ledger.Admit(context.State, transaction).Refusal);
}
