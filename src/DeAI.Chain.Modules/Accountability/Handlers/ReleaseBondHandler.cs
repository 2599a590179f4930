using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accountability.Contracts;
using DeAI.Chain.Modules.Accountability.Events;
using DeAI.Chain.Modules.Accountability.Messages;
using DeAI.Chain.Modules.Accountability.State;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Modules.Accountability.Handlers;

internal sealed class ReleaseBondHandler(IRegistry registry, ICredits credits) : MessageHandler<ReleaseBond>
{
    public override ushort MessageType => ReleaseBond.Type;

    public override string Name => "release_bond";

    protected override Work WorkOf(ReleaseBond message) => new(StateWrites: 2, MultiplyAccumulates: 0);

    protected override Result Check(ReleaseBond message, ReadContext context)
    {
        if (!registry.Require(context.State, context.Sender, Role.Delegate).TryGet(out AccountRecord account, out Refusal? refusal))
        {
            return new Result(refusal);
        }

        if (credits.DepositOf(context.State, AccountabilityState.BondOf(account.Organisation)) is not { } bond)
        {
            return Result.Refuse(Errors.NoBond, $"organisation {account.Organisation} has no bond");
        }

        if (bond.Owner != context.Sender)
        {
            return Result.Refuse(Errors.BondOfAnother, $"the bond belongs to account {bond.Owner.ToShortString()}");
        }

        return IsHeld(context.State, account.Organisation, context.Block.Height)
            ? Result.Refuse(Errors.BondHeld, $"organisation {account.Organisation} has a seat, or had one lately enough to be reported")
            : Result.Ok;
    }

    protected override void Apply(ReleaseBond message, ApplyContext context)
    {
        OrganisationId organisation = registry.Require(context.State, context.Sender, Role.Delegate).Value.Organisation;
        Hash256 id = AccountabilityState.BondOf(organisation);
        Credits amount = credits.DepositOf(context.State, id)!.Amount;
        credits.Release(context.State, id);
        AccountabilityEvents.Released(context, organisation, amount);
    }

    private static bool IsHeld(IStateReader state, OrganisationId organisation, Height now)
    {
        if (HasSeat(ValidatorSchedule.Next(state), organisation))
        {
            return true;
        }

        foreach (KeyValuePair<Epoch, EpochSeats> row in AccountabilityState.AllSeats(state))
        {
            if (EpochRecords.IsOpen(state, row.Value, now) && HasSeat(row.Value.Seats, organisation))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasSeat(ValidatorSet set, OrganisationId organisation) => set.Seats.Any(seat => seat.Organisation == organisation);
}
