using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accountability.Contracts;
using DeAI.Chain.Modules.Accountability.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Accountability;

/// <summary>Keeps who voted in which epoch for as long as evidence about it is accepted.</summary>
internal static class EpochRecords
{
    /// <summary>In the first block of an epoch: its seats are written down, the epoch before ends, and what is too old goes.</summary>
    public static void Begin(ApplyContext context)
    {
        Epoch epoch = context.Block.Epoch;
        if (AccountabilityState.TryGetSeats(context.State, epoch, out _))
        {
            return;
        }

        Height last = new(context.Block.Height.Value - 1);
        foreach (KeyValuePair<Epoch, EpochSeats> row in AccountabilityState.AllSeats(context.State))
        {
            if (!row.Value.IsOver)
            {
                AccountabilityState.PutSeats(context.State, row.Key, row.Value with { Last = last });
            }
            else if (!IsOpen(context.State, row.Value, context.Block.Height))
            {
                AccountabilityState.DeleteSeats(context.State, row.Key);
            }
        }

        AccountabilityState.PutSeats(context.State, epoch, new EpochSeats(context.Block.Height, default, ValidatorSchedule.Current(context.State)));
    }

    /// <summary>Whether what was signed in that epoch can still be reported.</summary>
    public static bool IsOpen(IStateReader state, EpochSeats seats, Height now) =>
        !seats.IsOver || now.Value - seats.Last.Value <= ParameterStore.Get(state, AccountabilityParameters.EvidenceHeights);
}
