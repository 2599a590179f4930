using DeAI.Chain.Learning;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Federation.Handlers;

/// <summary>Whether terms make a task that can run: everything that can be told without the state.</summary>
internal static class TermsCheck
{
    public static Result Check(TaskTerms terms)
    {
        if (!ModuleChecks.IsPrintable(terms.Name) || !ModuleChecks.IsLowerSnakeCase(terms.Purpose))
        {
            return Refuse($"name '{terms.Name}', purpose '{terms.Purpose}': a name is not empty, a purpose is lower snake case");
        }

        Result model = terms.Model.Validate();
        if (!model.IsOk)
        {
            return model;
        }

        if (terms.DataSchema.IsDefault || terms.WeightsSeed.IsDefault)
        {
            return Refuse("the data schema and the seed of the weights must not be zero");
        }

        Result ranges = CheckRanges(terms);
        Result training = ranges.IsOk ? CheckTraining(terms) : ranges;
        Result phases = training.IsOk ? CheckPhases(terms.Phases) : training;
        return phases.IsOk ? CheckReward(terms) : phases;
    }

    private static Result CheckRanges(TaskTerms terms)
    {
        RowSchema ranges = terms.Ranges;
        int features = terms.Model.Features;
        if (ranges.Least.Length != features || ranges.Greatest.Length != features || ranges.LeastDelay > ranges.GreatestDelay)
        {
            return Refuse($"ranges of {ranges.Least.Length} and {ranges.Greatest.Length} features for a model of {features}");
        }

        for (int i = 0; i < features; i++)
        {
            if ((sbyte)ranges.Least.Span[i] > (sbyte)ranges.Greatest.Span[i])
            {
                return Refuse($"the range of feature {i} is empty");
            }
        }

        return Result.Ok;
    }

    private static Result CheckTraining(TaskTerms terms)
    {
        TrainingTerms training = terms.Training;
        if (training.Rounds is < 1 or > TrainingTerms.MaxRounds
            || training.MinContributors < TrainingTerms.FewestContributors
            || training.MaxContributors > TrainingTerms.MostContributors
            || training.MinContributors > training.MaxContributors)
        {
            return Refuse($"{training.Rounds} rounds of {training.MinContributors} to {training.MaxContributors} members");
        }

        if (training.RowCap is < TrainingTerms.MinRowCap or > TrainingTerms.MaxRowCap
            || training.HoldoutBlocks is < 1 or > TrainingTerms.MaxHoldoutBlocks
            || training.Threshold < 0)
        {
            return Refuse($"row cap {training.RowCap}, {training.HoldoutBlocks} hold-out blocks, threshold {training.Threshold}");
        }

        // The seed only has to be present: it is not known before the round.
        return new TrainingPlan(terms.WeightsSeed, 0, training.StepsPerRound, training.CheckpointEvery).Validate();
    }

    private static Result CheckPhases(PhaseLengths phases)
    {
        ReadOnlySpan<uint> lengths = [phases.Registration, phases.SeedDelay, phases.Commit, phases.Open, phases.Holdout];
        return lengths.Contains(0u) || lengths.ContainsAnyExceptInRange(1u, PhaseLengths.Max) || phases.SeedDelay < PhaseLengths.MinSeedDelay
            ? Refuse($"phases last 1 to {PhaseLengths.Max} heights, the seed's delay at least {PhaseLengths.MinSeedDelay}: {phases}")
            : Result.Ok;
    }

    private static Result CheckReward(TaskTerms terms)
    {
        RewardTerms reward = terms.Reward;
        Credits limit = CreditSupply.Max;
        ulong parts = (ulong)reward.WorkParts + reward.QualityParts + reward.ValidatorParts;
        if (parts != RewardTerms.Whole || reward.ContributorParts > RewardTerms.Whole)
        {
            return Refuse($"the reward's parts sum to {parts}, contributors get {reward.ContributorParts} of {RewardTerms.Whole}");
        }

        return reward.Bond > limit || reward.PredictionPrice > limit
            || (UInt128)reward.PerRound.Value * terms.Training.Rounds > limit.Value
            ? Refuse($"bond {reward.Bond}, {reward.PerRound} for each of {terms.Training.Rounds} rounds, price {reward.PredictionPrice}: more than there can be")
            : Result.Ok;
    }

    private static Result Refuse(string detail) => Result.Refuse(Errors.BadTerms, detail);
}
