using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accountability.Contracts;
using DeAI.Chain.Modules.Accountability.State;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Modules.Accountability;

/// <summary>A key that lost its seat for an offence is not in the next validator set; the seats of exactly one epoch are those in force.</summary>
internal sealed class OffendersHoldNoSeat : IInvariant
{
    public string Name => "accountability.offenders_hold_no_seat";

    public Result Check(IStateReader state)
    {
        ValidatorSet next = ValidatorSchedule.Next(state);
        foreach (KeyValuePair<PublicKey, OffenceRecord> offence in AccountabilityState.Offences(state))
        {
            if (offence.Value.LostSeat && next.IndexOf(offence.Key) >= 0)
            {
                return Broken($"{offence.Key} lost its seat at height {offence.Value.Height} and holds one");
            }
        }

        int running = AccountabilityState.AllSeats(state).Count(static row => !row.Value.IsOver);
        return running <= 1 ? Result.Ok : Broken($"{running} epochs are running");
    }

    private Result Broken(string detail) => Result.Refuse(new ReasonCode(Name), detail);
}
