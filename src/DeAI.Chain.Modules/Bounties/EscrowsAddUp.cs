using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Bounties.Contracts;
using DeAI.Chain.Modules.Bounties.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Bounties;

/// <summary>
/// Escrow put in equals paid plus refunded plus held; a bounty that is not closed holds exactly its reward and stands in the deadline index, a
/// closed one neither.
/// </summary>
internal sealed class EscrowsAddUp(ICredits credits) : IInvariant
{
    public string Name => "bounties.escrows_add_up";

    public Result Check(IStateReader state)
    {
        UInt128 held = 0;
        int waiting = 0;
        foreach (KeyValuePair<Hash256, BountyRecord> bounty in BountiesState.Bounties(state, default))
        {
            BountyRecord record = bounty.Value;
            Deposit? escrow = credits.DepositOf(state, BountiesState.EscrowId(bounty.Key));
            Credits expected = record.IsClosed ? Credits.Zero : record.Reward;
            if ((escrow is null) != record.IsClosed || (escrow?.Amount ?? Credits.Zero) != expected)
            {
                return Broken($"bounty {bounty.Key} is {record.Status} with {escrow?.Amount.ToString() ?? "no"} escrow, expected {expected}");
            }

            if (!record.IsClosed && !BountiesState.Deadlines.Contains(state, record.Deadline, bounty.Key))
            {
                return Broken($"bounty {bounty.Key} waits for height {record.Deadline} and is not in the index");
            }

            waiting += record.IsClosed ? 0 : 1;
            held += expected.Value;
        }

        EscrowTotals totals = BountiesState.Totals(state);
        if (totals.In != totals.Paid + totals.Refunded + held)
        {
            return Broken($"in {totals.In} is not paid {totals.Paid} + refunded {totals.Refunded} + held {held}");
        }

        int indexed = BountiesState.Deadlines.Count(state);
        return indexed == waiting ? Result.Ok : Broken($"{waiting} bounties wait, the index has {indexed}");
    }

    private Result Broken(string detail) => Result.Refuse(new ReasonCode(Name), detail);
}
