using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Accounts.State;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Accounts.Queries;

/// <summary>Read-only answers about credits and points.</summary>
public static class AccountsQueries
{
    public static Credits HeldBy(IStateReader state, AccountId account) => AccountsState.BalanceOf(state, account).Held;

    /// <summary>Which nonces the account has used.</summary>
    public static NonceWindow NoncesOf(IStateReader state, AccountId account) => AccountsState.BalanceOf(state, account).Nonces;

    public static Points PointsOf(IStateReader state, OrganisationId organisation) => AccountsState.PointsOf(state, organisation);

    public static Deposit? DepositOf(IStateReader state, Hash256 id) => AccountsState.DepositOf(state, id);

    public static CreditTotals Totals(IStateReader state)
    {
        Credits held = Credits.Zero;
        foreach (KeyValuePair<AccountId, Balance> balance in AccountsState.Balances(state))
        {
            held += balance.Value.Held;
        }

        Credits escrowed = Credits.Zero;
        Credits bonded = Credits.Zero;
        foreach (Deposit deposit in AccountsState.Deposits(state))
        {
            escrowed += deposit.Kind == DepositKind.Escrow ? deposit.Amount : Credits.Zero;
            bonded += deposit.Kind == DepositKind.Bond ? deposit.Amount : Credits.Zero;
        }

        Supply supply = AccountsState.SupplyOf(state);
        return new CreditTotals(supply.Issued, supply.Redeemed, held, escrowed, bonded);
    }

    /// <summary>The state key of an account's balance, for proofs.</summary>
    public static byte[] BalanceKey(AccountId account) => AccountsState.BalanceKey(account);

    /// <summary>The credits in a proven balance entry.</summary>
    public static Result<Credits> DecodeHeld(ReadOnlySpan<byte> provenValue)
    {
        Result<Balance> balance = Canonical.Decode<Balance>(provenValue);
        return balance.TryGet(out Balance value, out Refusal? refusal) ? Result.Of(value.Held) : Result.Refuse<Credits>(refusal);
    }
}
