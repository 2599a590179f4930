using DeAI.Chain.Modules.Contribution.State;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Contribution;

/// <summary>How a round's reward is divided; every credit of it is in one of these.</summary>
/// <param name="Work">Per unit, for verified rows.</param>
/// <param name="Quality">Per unit, for what its updates are worth.</param>
/// <param name="Validators">For checking.</param>
/// <param name="Unpaid">Quality pay that nobody earned.</param>
internal sealed record RoundPay(Sequence<Credits> Work, Sequence<Credits> Quality, Credits Validators, Credits Unpaid)
{
    public static RoundPay Of(
        TaskRecord task,
        IReadOnlyList<ScoredUnit> units,
        Valuation valuation,
        SortedDictionary<OrganisationId, AverageRecord> averages)
    {
        RewardTerms reward = task.Terms.Reward;
        Credits work = reward.PerRound.MultiplyDivide(reward.WorkParts, RewardTerms.Whole);
        Credits validators = reward.PerRound.MultiplyDivide(reward.ValidatorParts, RewardTerms.Whole);
        Credits pool = reward.PerRound - work - validators + task.RolledOver;

        Credits[] workPay = Apportionment.Split(work, [.. units.Select(static unit => (long)unit.Weight)]);
        Credits[] qualityPay = new Credits[units.Count];
        Credits unpaid = pool;
        if (valuation.HoldoutRows > 0 && valuation.Utility > task.Terms.Training.Threshold)
        {
            Credits[] parts = Apportionment.Split(pool, [.. units.Select(unit => averages[unit.Row.Key.Organisation].Value)]);
            for (int i = 0; i < parts.Length; i++)
            {
                // Who hides its rows is not paid, but its part goes to nobody else either: silence must not pay the others.
                qualityPay[i] = units[i].Revealed.Count > 0 ? parts[i] : Credits.Zero;
                unpaid -= qualityPay[i];
            }
        }

        return new RoundPay(Sequence.Create<Credits>(workPay), Sequence.Create<Credits>(qualityPay), validators, unpaid);
    }
}
