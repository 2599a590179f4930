using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Federation.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Federation;

/// <summary>
/// A running task's escrow is the reward of its rounds that are not over plus what rolled over, an ended one has none; a bond is deposited
/// exactly while it is held.
/// </summary>
internal sealed class MoneyIsHeld(ICredits credits) : IInvariant
{
    public string Name => "federation.money_is_held";

    public Result Check(IStateReader state)
    {
        foreach (KeyValuePair<Hash256, TaskRecord> task in FederationState.AllTasks(state))
        {
            Result result = CheckTask(state, task.Key, task.Value);
            if (!result.IsOk)
            {
                return result;
            }
        }

        return Result.Ok;
    }

    private Result CheckTask(IStateReader state, Hash256 id, TaskRecord task)
    {
        Deposit? escrow = credits.DepositOf(state, DepositIds.EscrowOf(id));
        TaskTerms terms = task.Terms;
        Credits? expected = task.HasEnded
            ? null
            : terms.Reward.PerRound.MultiplyDivide(terms.Training.Rounds - task.Round + 1, 1) + task.RolledOver;
        if (escrow?.Amount != expected)
        {
            return Broken($"task {id} has {escrow?.Amount} in escrow, {expected} are due");
        }

        for (uint round = 1; round <= task.Round; round++)
        {
            foreach (ContributionRow row in FederationState.Contributions(state, id, round))
            {
                Deposit? bond = credits.DepositOf(state, DepositIds.BondOf(row.Key));
                Credits? held = row.Record.Bond == BondState.Held ? terms.Reward.Bond : null;
                if (bond?.Amount != held)
                {
                    return Broken($"the bond of {row.Key} is {row.Record.Bond}, deposited are {bond?.Amount}");
                }
            }
        }

        return Result.Ok;
    }

    private Result Broken(string detail) => Result.Refuse(new ReasonCode(Name), detail);
}
