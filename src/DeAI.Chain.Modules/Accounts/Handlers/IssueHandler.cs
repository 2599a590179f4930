using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Accounts.Events;
using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Modules.Accounts.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Accounts.Handlers;

internal sealed class IssueHandler(IRegistry registry) : MessageHandler<Issue>
{
    public override ushort MessageType => Issue.Type;

    public override string Name => "issue";

    protected override Result CheckStateless(Issue message) => AccountsChecks.IsPositive(message.Amount);

    protected override Work WorkOf(Issue message) => new(StateWrites: 2, MultiplyAccumulates: 0);

    protected override Result Check(Issue message, ReadContext context)
    {
        Result<AccountRecord> issuer = registry.Require(context.State, context.Sender, Role.Issuer);
        if (issuer.Refusal is { } refusal)
        {
            return new Result(refusal);
        }

        if (!registry.TryGetAccount(context.State, message.To, out _))
        {
            return Result.Refuse(Errors.UnknownRecipient, $"account {message.To.ToShortString()} is not registered");
        }

        Credits issued = AccountsState.SupplyOf(context.State).Issued;
        return issued.TryAdd(message.Amount, out Credits total) && total <= CreditSupply.Max
            ? Result.Ok
            : Result.Refuse(Errors.SupplyLimit, $"{issued} issued so far, {message.Amount} more exceed {CreditSupply.Max}");
    }

    protected override void Apply(Issue message, ApplyContext context)
    {
        Supply supply = AccountsState.SupplyOf(context.State);
        AccountsState.PutSupply(context.State, supply with { Issued = supply.Issued + message.Amount });
        CreditsContract.Give(context.State, message.To, message.Amount);
        AccountsEvents.Issued(context, message.To, message.Amount);
    }
}
