using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Contribution.Contracts;
using DeAI.Chain.Modules.Contribution.Events;
using DeAI.Chain.Modules.Contribution.State;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Modules.Training.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Contribution;

/// <summary>Ends a round: scores it, publishes its version, pays for it.</summary>
internal sealed class RoundScoring(
    IFederation federation, ITraining training, IModelVersions versions, ICredits credits, IPoints points, Valuer valuer)
{
    private const byte RuleVersion = 1;

    public void End(ApplyContext context, ActiveRound round)
    {
        List<ScoredUnit> units = Units(context, round);
        if (units.Count < round.Task.Terms.Training.MinContributors)
        {
            Fail(context, round, Federation.Errors.TooFewContributors);
            return;
        }

        ModelWeights start = federation.StartWeights(context.State, round.Task);
        if (valuer.Value(round.Task.Terms.Model, start, units).TryGet(out Valuation valuation, out Refusal? refusal))
        {
            Complete(context, round, units, valuation);
        }
        else
        {
            Fail(context, round, refusal.Code);
        }
    }

    /// <summary>Accepted contributions whose owners still consent; the others leave here and get their bonds back.</summary>
    private List<ScoredUnit> Units(ApplyContext context, ActiveRound round)
    {
        List<ScoredUnit> units = [];
        foreach (ContributionRow row in federation.Contributions(context.State, round.Id, round.Number))
        {
            if (row.Record.Status != ContributionStatus.Accepted)
            {
                continue;
            }

            if (federation.RequireConsent(context.State, context.Block.Height, round, row.Record).Refusal is { } dead)
            {
                federation.Drop(context.State, row, dead.Code, forfeit: false);
                training.Forget(context.State, row.Key);
                ContributionEvents.Withdrawn(context, row.Key, dead.Code);
                continue;
            }

            ulong rows = training.VerdictOf(context.State, row.Key).DistinctRows;
            int weight = (int)Math.Min(rows, round.Task.Terms.Training.RowCap);
            units.Add(new ScoredUnit(
                row, weight, training.UpdateOf(context.State, row.Key), training.RevealedBy(context.State, row.Key)));
        }

        return units;
    }

    private void Fail(ApplyContext context, ActiveRound round, ReasonCode reason)
    {
        Forget(context, round);
        federation.Fail(context, round, reason);
    }

    private void Complete(ApplyContext context, ActiveRound round, List<ScoredUnit> units, Valuation valuation)
    {
        SortedDictionary<OrganisationId, AverageRecord> averages = ContributionState.Averages(context.State, round.Id);
        ShareTable.Update(averages, units, valuation);
        List<MemberShare> shares = ShareTable.Of(averages, units);
        RoundPay pay = RoundPay.Of(round.Task, units, valuation, averages);
        StoreAverages(context.State, round.Id, averages);
        StoreScores(context, round, units, valuation, averages, shares, pay);

        for (int i = 0; i < units.Count; i++)
        {
            federation.Pay(context.State, round.Id, units[i].Row.Record.Account, pay.Work[i] + pay.Quality[i]);
            points.Mint(context.State, units[i].Row.Key.Organisation, PointsFor(context.State, units[i]));
        }

        federation.Pay(context.State, round.Id, credits.Treasury, pay.Validators);
        Hash256 version = versions.Publish(context, VersionOf(context, round, valuation, shares), valuation.Weights);
        ContributionEvents.RoundScored(context, round, valuation, units.Count);
        Forget(context, round);
        federation.Complete(context, round, version, pay.Unpaid);
    }

    private static void StoreAverages(IStateWriter state, Hash256 task, SortedDictionary<OrganisationId, AverageRecord> averages)
    {
        foreach (KeyValuePair<OrganisationId, AverageRecord> average in averages)
        {
            if (average.Value.Value == 0)
            {
                ContributionState.DeleteAverage(state, task, average.Key);
            }
            else
            {
                ContributionState.PutAverage(state, task, average.Key, average.Value);
            }
        }
    }

    private static void StoreScores(
        ApplyContext context,
        ActiveRound round,
        List<ScoredUnit> units,
        Valuation valuation,
        SortedDictionary<OrganisationId, AverageRecord> averages,
        List<MemberShare> shares,
        RoundPay pay)
    {
        foreach (KeyValuePair<OrganisationId, AverageRecord> average in averages)
        {
            int unit = units.FindIndex(candidate => candidate.Row.Key.Organisation == average.Key);
            uint parts = shares.Find(share => share.Organisation == average.Key)?.Parts ?? 0;
            if (unit < 0 && parts == 0)
            {
                continue;
            }

            ScoreRecord score = new(
                RuleVersion,
                average.Value.Account,
                unit < 0 ? 0 : (ulong)units[unit].Weight,
                unit < 0 ? 0 : valuation.Values[unit],
                average.Value.Value,
                parts,
                valuation.Utility,
                round.Task.Terms.Training.Threshold,
                valuation.HoldoutRows,
                unit >= 0 && units[unit].Revealed.Count > 0,
                unit < 0 ? Credits.Zero : pay.Work[unit],
                unit < 0 ? Credits.Zero : pay.Quality[unit],
                unit < 0 ? Points.Zero : PointsFor(context.State, units[unit]));
            ContributionKey key = round.KeyOf(average.Key);
            ContributionState.PutScore(context.State, key, score);
            ContributionEvents.ShareRecorded(context, key, score);
        }
    }

    private static Points PointsFor(IStateReader state, ScoredUnit unit) =>
        new((ulong)unit.Weight * ParameterStore.Get(state, Parameters.PointsPerThousandRows) / 1000);

    private static ModelVersion VersionOf(ApplyContext context, ActiveRound round, Valuation valuation, List<MemberShare> shares)
    {
        TaskTerms terms = round.Task.Terms;
        return new ModelVersion(
            round.Id,
            round.Number,
            terms.Name,
            terms.Model,
            valuation.Weights.Hash,
            round.Task.Latest,
            round.Task.Organisation,
            default,
            VersionStatus.Published,
            context.Block.Height,
            context.Block.Height,
            terms.Reward.PredictionPrice,
            terms.Reward.ContributorParts,
            valuation.Utility,
            valuation.Error,
            Sequence.From(shares.Select(static share => new VersionShare(share.Organisation, share.Account, share.Parts))));
    }

    private void Forget(ApplyContext context, ActiveRound round)
    {
        foreach (ContributionRow row in federation.Contributions(context.State, round.Id, round.Number))
        {
            training.Forget(context.State, row.Key);
        }
    }
}
