using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Accounts.Contracts;

/// <summary>
/// What other modules may do with credits. Every method that moves credits throws <see cref="InvalidOperationException"/> if they are not
/// there: a handler asks <see cref="CanPay"/> or <see cref="DepositOf"/> in its check.
/// </summary>
public interface ICredits
{
    /// <summary>Collects fees and lost bonds; spent only by governance. Nobody has its key.</summary>
    AccountId Treasury { get; }

    Credits HeldBy(IStateReader state, AccountId account);

    bool CanPay(IStateReader state, AccountId account, Credits amount);

    void Transfer(IStateWriter state, AccountId from, AccountId to, Credits amount);

    /// <summary>Moves credits from the owner into a new deposit.</summary>
    /// <param name="id">Unique; derive it from the module, the purpose and the transaction or key it belongs to.</param>
    void Lock(IStateWriter state, Hash256 id, DepositKind kind, AccountId owner, Credits amount);

    /// <summary>Adds to an existing deposit, from its owner.</summary>
    void TopUp(IStateWriter state, Hash256 id, Credits amount);

    /// <summary>The deposit, or null where none is open.</summary>
    Deposit? DepositOf(IStateReader state, Hash256 id);

    /// <summary>Pays a part of an escrow or slashes a part of a bond to somebody.</summary>
    void PayOut(IStateWriter state, Hash256 id, AccountId to, Credits amount);

    /// <summary>Closes the deposit and returns what is left to its owner.</summary>
    void Release(IStateWriter state, Hash256 id);

    /// <summary>Closes the deposit and gives what is left to the treasury.</summary>
    void Forfeit(IStateWriter state, Hash256 id);
}
