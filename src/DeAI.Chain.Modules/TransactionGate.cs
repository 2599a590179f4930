using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Modules.Accountability.Contracts;
using DeAI.Chain.Modules.Accounts.Handlers;
using DeAI.Chain.Modules.Accounts.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules;

/// <summary>Who may send, by the Registry, and who pays, by Accounts. Validators report offences without an account.</summary>
internal sealed class TransactionGate(IRegistry registry, IAccountability accountability) : ITransactionGate
{
    public Result Admit(IStateReader state, TransactionBody body, Credits fee)
    {
        if (accountability.IsReportOfSeat(state, body))
        {
            return AccountsState.BalanceOf(state, body.Sender).Nonces.Check(body.Nonce);
        }

        Result<AccountRecord> account = registry.Require(state, body.Sender, Role.None);
        if (!account.TryGet(out AccountRecord record, out Refusal? refusal))
        {
            return new Result(refusal);
        }

        if (record.CurrentKey != body.SignerKey)
        {
            return Result.Refuse(
                Registry.Errors.WrongKey,
                $"signed by {body.SignerKey.ToShortString()}, the account's key is {record.CurrentKey.ToShortString()}");
        }

        Result nonce = AccountsState.BalanceOf(state, body.Sender).Nonces.Check(body.Nonce);
        return nonce.IsOk ? AccountsChecks.CanPay(state, body.Sender, fee) : nonce;
    }

    public void Charge(IStateWriter state, TransactionBody body, Credits fee)
    {
        Balance balance = AccountsState.BalanceOf(state, body.Sender);
        AccountsState.PutBalance(state, body.Sender, new Balance(balance.Held - fee, balance.Nonces.Use(body.Nonce)));
        if (!fee.IsZero)
        {
            Accounts.CreditsContract.Give(state, Accounts.AccountsModule.Treasury, fee);
        }
    }
}
