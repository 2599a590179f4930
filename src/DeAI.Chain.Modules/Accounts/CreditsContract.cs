using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Accounts.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Accounts;

/// <summary>Moves credits between balances and deposits; the only code that changes either.</summary>
internal sealed class CreditsContract : ICredits
{
    public AccountId Treasury => AccountsModule.Treasury;

    public Credits HeldBy(IStateReader state, AccountId account) => AccountsState.BalanceOf(state, account).Held;

    public bool CanPay(IStateReader state, AccountId account, Credits amount) => HeldBy(state, account) >= amount;

    public void Transfer(IStateWriter state, AccountId from, AccountId to, Credits amount)
    {
        Take(state, from, amount);
        Give(state, to, amount);
    }

    public void Lock(IStateWriter state, Hash256 id, DepositKind kind, AccountId owner, Credits amount)
    {
        if (AccountsState.DepositOf(state, id) is not null)
        {
            throw new InvalidOperationException($"Deposit {id} is open already.");
        }

        Take(state, owner, amount);
        AccountsState.PutDeposit(state, id, new Deposit(kind, owner, amount));
    }

    public void TopUp(IStateWriter state, Hash256 id, Credits amount)
    {
        Deposit deposit = Open(state, id);
        Take(state, deposit.Owner, amount);
        AccountsState.PutDeposit(state, id, deposit with { Amount = deposit.Amount + amount });
    }

    public Deposit? DepositOf(IStateReader state, Hash256 id) => AccountsState.DepositOf(state, id);

    public void PayOut(IStateWriter state, Hash256 id, AccountId to, Credits amount)
    {
        Deposit deposit = Open(state, id);
        if (!deposit.Amount.TrySubtract(amount, out Credits left))
        {
            throw new InvalidOperationException($"Deposit {id} holds {deposit.Amount}, {amount} was to be paid.");
        }

        AccountsState.PutDeposit(state, id, deposit with { Amount = left });
        Give(state, to, amount);
    }

    public void Release(IStateWriter state, Hash256 id) => Close(state, id, Open(state, id).Owner);

    public void Forfeit(IStateWriter state, Hash256 id) => Close(state, id, Treasury);

    internal static void Take(IStateWriter state, AccountId account, Credits amount)
    {
        Balance balance = AccountsState.BalanceOf(state, account);
        if (!balance.Held.TrySubtract(amount, out Credits left))
        {
            throw new InvalidOperationException($"Account {account} holds {balance.Held}, {amount} was to be taken.");
        }

        AccountsState.PutBalance(state, account, balance with { Held = left });
    }

    internal static void Give(IStateWriter state, AccountId account, Credits amount)
    {
        Balance balance = AccountsState.BalanceOf(state, account);
        AccountsState.PutBalance(state, account, balance with { Held = balance.Held + amount });
    }

    private static void Close(IStateWriter state, Hash256 id, AccountId to)
    {
        Deposit deposit = Open(state, id);
        AccountsState.DeleteDeposit(state, id);
        Give(state, to, deposit.Amount);
    }

    private static Deposit Open(IStateWriter state, Hash256 id) =>
        AccountsState.DepositOf(state, id) ?? throw new InvalidOperationException($"There is no deposit {id}.");
}
