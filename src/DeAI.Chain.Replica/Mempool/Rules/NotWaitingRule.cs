using DeAI.Chain.Ledger.Transactions;

namespace DeAI.Chain.Replica.Mempool.Rules;

/// <summary>Neither this transaction nor another one with its nonce is waiting.</summary>
internal sealed class NotWaitingRule : IAdmissionRule
{
    public Result Check(VerifiedTransaction transaction, AdmissionContext context)
    {
        if (context.Pool.Contains(transaction.Id))
        {
            return Result.Refuse(MempoolErrors.InFlight, $"{transaction.Id} is waiting for a block already");
        }

        return context.Pool.ContainsNonce(transaction.Body.Sender, transaction.Body.Nonce)
            ? Result.Refuse(MempoolErrors.NonceInFlight, $"another transaction with nonce {transaction.Body.Nonce} is waiting")
            : Result.Ok;
    }
}
