using DeAI.Chain.Ledger.Transactions;

namespace DeAI.Chain.Replica.Mempool.Rules;

/// <summary>The mempool has room, by count and by bytes.</summary>
internal sealed class CapacityRule : IAdmissionRule
{
    public Result Check(VerifiedTransaction transaction, AdmissionContext context)
    {
        MempoolLimits limits = context.Limits;
        if (context.Pool.Count >= limits.MaxTransactions)
        {
            return Result.Refuse(MempoolErrors.Full, $"{limits.MaxTransactions} transactions are waiting; try again later");
        }

        return context.Pool.Bytes + transaction.Size > limits.MaxBytes
            ? Result.Refuse(MempoolErrors.Full, $"{context.Pool.Bytes} of {limits.MaxBytes} bytes are taken; try again later")
            : Result.Ok;
    }
}
