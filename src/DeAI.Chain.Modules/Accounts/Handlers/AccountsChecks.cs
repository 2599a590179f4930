using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accounts.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Accounts.Handlers;

/// <summary>Checks that several messages share.</summary>
internal static class AccountsChecks
{
    public static Result IsPositive(Credits amount) =>
        amount.IsZero ? Result.Refuse(Errors.ZeroAmount, "the amount is zero") : Result.Ok;

    public static Result CanPay(IStateReader state, AccountId account, Credits amount)
    {
        Credits held = AccountsState.BalanceOf(state, account).Held;
        return held >= amount
            ? Result.Ok
            : Result.Refuse(Errors.InsufficientCredits, $"account {account.ToShortString()} holds {held}, {amount} are needed");
    }
}
