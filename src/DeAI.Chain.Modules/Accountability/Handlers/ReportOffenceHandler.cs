using DeAI.Chain.Consensus;
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

internal sealed class ReportOffenceHandler(IRegistry registry, ICredits credits) : MessageHandler<ReportOffence>
{
    /// <summary>The fewest seats that an exclusion leaves: with three, not one could be faulty, and any crash would stop the chain.</summary>
    public const int MinSeats = 4;

    public override ushort MessageType => ReportOffence.Type;

    public override string Name => "report_offence";

    public override bool IsSponsored => true;

    protected override Work WorkOf(ReportOffence message) => new(StateWrites: 5, MultiplyAccumulates: 0);

    protected override Result Check(ReportOffence message, ReadContext context)
    {
        if (!AccountabilityContract.HoldsSeat(context.State, context.Sender)
            && !registry.Require(context.State, context.Sender, Role.Delegate).IsOk)
        {
            return Result.Refuse(Errors.NotAllowed, "validators and delegates report offences");
        }

        Evidence evidence = message.Evidence;
        if (!AccountabilityState.TryGetSeats(context.State, evidence.Epoch, out EpochSeats? seats)
            || !EpochRecords.IsOpen(context.State, seats, context.Block.Height))
        {
            return Result.Refuse(Errors.TooOld, $"nothing is kept of epoch {evidence.Epoch}");
        }

        EpochContext epoch = ContextOf(context.Block, evidence.Epoch, seats);
        if (evidence.Verify(epoch, new VerificationCache(capacity: 2)).Refusal is { } refusal)
        {
            return Result.Refuse(Errors.NoProof, refusal.ToString());
        }

        PublicKey offender = seats.Seats[evidence.SeatIn(epoch)].Key;
        return AccountabilityState.TryGetOffence(context.State, offender, out OffenceRecord? known)
            ? Result.Refuse(Errors.AlreadyReported, $"{offender.ToShortString()} was reported at height {known.Height}")
            : Result.Ok;
    }

    protected override void Apply(ReportOffence message, ApplyContext context)
    {
        Evidence evidence = message.Evidence;
        AccountabilityState.TryGetSeats(context.State, evidence.Epoch, out EpochSeats? seats);
        Validator offender = seats!.Seats[evidence.SeatIn(ContextOf(context.Block, evidence.Epoch, seats))];
        OffenceRecord offence = new(
            offender.Organisation,
            evidence.Kind,
            evidence.Epoch,
            evidence.View,
            evidence.Digest(),
            context.Sender,
            context.Block.Height,
            Forfeit(context.State, offender.Organisation),
            Exclude(context.State, offender.Key));
        AccountabilityState.PutOffence(context.State, offender.Key, offence);
        AccountabilityEvents.Proven(context, offender.Key, offence);
    }

    private static EpochContext ContextOf(BlockInfo block, Epoch epoch, EpochSeats seats) =>
        new(block.Chain, new EpochStart(epoch, seats.Seats, default, default));

    private Credits Forfeit(IStateWriter state, OrganisationId organisation)
    {
        Hash256 bond = AccountabilityState.BondOf(organisation);
        if (credits.DepositOf(state, bond) is not { } deposit)
        {
            return Credits.Zero;
        }

        credits.Forfeit(state, bond);
        return deposit.Amount;
    }

    private static bool Exclude(IStateWriter state, PublicKey offender)
    {
        ValidatorSet next = ValidatorSchedule.Next(state);
        int seat = next.IndexOf(offender);
        if (seat < 0 || next.Count <= MinSeats)
        {
            return false;
        }

        ValidatorSchedule.SetNext(state, new ValidatorSet(Sequence.From(next.Seats.Where((_, index) => index != seat).ToList())));
        return true;
    }
}
