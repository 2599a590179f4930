using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Accountability.Events;
using DeAI.Chain.Modules.Accountability.Messages;
using DeAI.Chain.Modules.Accountability.State;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Accountability.Handlers;

internal sealed class LockBondHandler(IRegistry registry, ICredits credits) : MessageHandler<LockBond>
{
    public override ushort MessageType => LockBond.Type;

    public override string Name => "lock_bond";

    protected override Result CheckStateless(LockBond message) =>
        message.Amount.IsZero ? Result.Refuse(Errors.ZeroAmount, "the amount is zero") : Result.Ok;

    protected override Work WorkOf(LockBond message) => new(StateWrites: 3, MultiplyAccumulates: 0);

    protected override Result Check(LockBond message, ReadContext context)
    {
        if (!registry.Require(context.State, context.Sender, Role.Delegate).TryGet(out AccountRecord account, out Refusal? refusal))
        {
            return new Result(refusal);
        }

        if (credits.DepositOf(context.State, AccountabilityState.BondOf(account.Organisation)) is { } bond && bond.Owner != context.Sender)
        {
            return Result.Refuse(Errors.BondOfAnother, $"the bond belongs to account {bond.Owner.ToShortString()}, which can add to it");
        }

        return credits.CanPay(context.State, context.Sender, message.Amount)
            ? Result.Ok
            : Result.Refuse(Errors.InsufficientCredits, $"the sender holds {credits.HeldBy(context.State, context.Sender)}, the bond is {message.Amount}");
    }

    protected override void Apply(LockBond message, ApplyContext context)
    {
        OrganisationId organisation = registry.Require(context.State, context.Sender, Role.Delegate).Value.Organisation;
        Hash256 id = AccountabilityState.BondOf(organisation);
        if (credits.DepositOf(context.State, id) is null)
        {
            credits.Lock(context.State, id, DepositKind.Bond, context.Sender, message.Amount);
        }
        else
        {
            credits.TopUp(context.State, id, message.Amount);
        }

        AccountabilityEvents.Locked(context, organisation, credits.DepositOf(context.State, id)!.Amount);
    }
}
