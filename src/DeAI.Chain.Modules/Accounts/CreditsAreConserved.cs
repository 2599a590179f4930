using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Accounts.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Accounts;

/// <summary>Credits issued minus redeemed equal those held (the treasury's fees included) plus those in escrow and bond.</summary>
internal sealed class CreditsAreConserved : IInvariant
{
    public string Name => "accounts.credits_are_conserved";

    public Result Check(IStateReader state)
    {
        UInt128 held = 0;
        foreach (KeyValuePair<AccountId, Balance> balance in AccountsState.Balances(state))
        {
            held += balance.Value.Held.Value;
        }

        UInt128 deposited = 0;
        foreach (Deposit deposit in AccountsState.Deposits(state))
        {
            deposited += deposit.Amount.Value;
        }

        Supply supply = AccountsState.SupplyOf(state);
        UInt128 outstanding = supply.Issued.Value - supply.Redeemed.Value;
        return held + deposited == outstanding
            ? Result.Ok
            : Result.Refuse(new ReasonCode(Name), $"held {held} + deposited {deposited} is not issued - redeemed = {outstanding}");
    }
}
