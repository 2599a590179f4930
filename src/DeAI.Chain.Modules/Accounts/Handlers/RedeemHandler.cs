using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Accounts.Events;
using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Modules.Accounts.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Accounts.Handlers;

internal sealed class RedeemHandler(IRegistry registry) : MessageHandler<Redeem>
{
    public override ushort MessageType => Redeem.Type;

    public override string Name => "redeem";

    protected override Result CheckStateless(Redeem message) => AccountsChecks.IsPositive(message.Amount);

    protected override Work WorkOf(Redeem message) => new(StateWrites: 2, MultiplyAccumulates: 0);

    protected override Result Check(Redeem message, ReadContext context)
    {
        Result<AccountRecord> party = registry.Require(context.State, context.Sender, Role.Payout);
        return party.Refusal is { } refusal ? new Result(refusal) : AccountsChecks.CanPay(context.State, context.Sender, message.Amount);
    }

    protected override void Apply(Redeem message, ApplyContext context)
    {
        Supply supply = AccountsState.SupplyOf(context.State);
        AccountsState.PutSupply(context.State, supply with { Redeemed = supply.Redeemed + message.Amount });
        CreditsContract.Take(context.State, context.Sender, message.Amount);
        AccountsEvents.Redeemed(context, message.Amount);
    }
}
