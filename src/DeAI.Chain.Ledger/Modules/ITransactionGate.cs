using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Modules;

/// <summary>
/// The ledger's need that modules fill: who may send, and who pays. A transaction that the gate refuses cannot be in a block at all.
/// </summary>
public interface ITransactionGate
{
    /// <summary>The account exists and is active, the key is its current one, the nonce is unused and inside the window, the fee can be paid.</summary>
    Result Admit(IStateReader state, TransactionBody body, Credits fee);

    /// <summary>Uses the nonce and takes the fee. Called only after <see cref="Admit"/> accepted on the same state.</summary>
    void Charge(IStateWriter state, TransactionBody body, Credits fee);
}
