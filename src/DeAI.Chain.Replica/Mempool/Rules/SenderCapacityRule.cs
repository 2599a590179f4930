using DeAI.Chain.Ledger.Transactions;

namespace DeAI.Chain.Replica.Mempool.Rules;

/// <summary>One sender cannot take all the room.</summary>
internal sealed class SenderCapacityRule : IAdmissionRule
{
    public Result Check(VerifiedTransaction transaction, AdmissionContext context) =>
        context.Pool.CountOf(transaction.Body.Sender) >= context.Limits.MaxPerSender
            ? Result.Refuse(MempoolErrors.SenderFull, $"{context.Limits.MaxPerSender} transactions of this sender are waiting; try again later")
            : Result.Ok;
}
