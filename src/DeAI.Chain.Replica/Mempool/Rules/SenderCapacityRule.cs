using DeAI.Chain.Ledger.Transactions;

namespace DeAI.Chain.Replica.Mempool.Rules;

/// <summary>One sender cannot take all the room.</summary>
internal sealed class SenderCapacityRule : IAdmissionRule
{
    public Result Check(VerifiedTransaction transaction, AdmissionContext context)
    {
        MempoolLimits limits = context.Limits;
        AccountId sender = transaction.Body.Sender;
        if (context.Pool.CountOf(sender) >= limits.MaxPerSender)
        {
            return Result.Refuse(MempoolErrors.SenderFull, $"{limits.MaxPerSender} transactions of this sender are waiting; try again later");
        }

        long bytes = context.Pool.BytesOf(sender);
        return bytes > 0 && bytes + transaction.Size > limits.MaxBytesPerSender
            ? Result.Refuse(MempoolErrors.SenderFull, $"{bytes} of {limits.MaxBytesPerSender} bytes are taken by this sender; try again later")
            : Result.Ok;
    }
}
