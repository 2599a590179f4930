using DeAI.Chain.Ledger.Transactions;

namespace DeAI.Chain.Replica.Mempool;

/// <summary>
/// One reason not to take a transaction. Rules run in the order of <see cref="MempoolRules"/>, the cheap ones first; the first refusal counts.
/// Admission saves work and tells the sender early; validity is decided again in the block.
/// </summary>
public interface IAdmissionRule
{
    Result Check(VerifiedTransaction transaction, AdmissionContext context);
}
