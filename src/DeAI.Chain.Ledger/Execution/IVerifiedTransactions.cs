using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Execution;

/// <summary>Transactions verified before, at admission to the mempool for instance, so that nothing is verified twice.</summary>
public interface IVerifiedTransactions
{
    /// <param name="leafHash">Of the whole encoding with its signature (<see cref="VerifiedTransaction.LeafHash"/>).</param>
    /// <returns>Null if it is not known.</returns>
    VerifiedTransaction? Find(Hash256 leafHash);
}
