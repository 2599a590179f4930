using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accounts.Queries;
using DeAI.Chain.Modules.Contribution.Contracts;
using DeAI.Chain.Modules.Contribution.Queries;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Federation.Queries;
using DeAI.Chain.Modules.Training.Contracts;
using DeAI.Chain.Modules.Training.Queries;

namespace DeAI.Chain.Api.Translation;

/// <summary>A contribution with what Training and Contribution know of it.</summary>
internal static class ContributionTranslation
{
    public static V1.Contribution Of(IStateReader state, ContributionRow row, TaskRecord task)
    {
        bool judged = TrainingQueries.TryGetVerdict(state, row.Key, out VerdictRecord? verdict);
        bool refused = judged && verdict!.Verdict != default && row.Record.Status == ContributionStatus.Out;
        V1.Contribution message = new()
        {
            Organisation = row.Key.Organisation.Value,
            Account = Fields.Of(row.Record.Account),
            Status = StatusOf(state, row, refused),
            Reason = row.Record.Reason.Value ?? string.Empty,
            Seed = Fields.OrEmpty(row.Record.Seed),
            Bond = row.Record.Bond == BondState.Held ? task.Terms.Reward.Bond.Value : 0,
        };
        if (FederationQueries.TryGetRound(state, row.Key.Task, row.Key.Round, out RoundRecord? round) && !round.HoldoutSeed.IsDefault)
        {
            message.HoldoutBlocks.AddRange(TrainingQueries.ChosenHoldout(round, task.Terms, row).Items.Select(static block => (uint)block));
        }

        if (ContributionQueries.TryGetScore(state, row.Key, out ScoreRecord? score))
        {
            message.Score = Of(score);
        }

        return message;
    }

    private static V1.Score Of(ScoreRecord score) => new()
    {
        Value = score.Value,
        ValueOfAll = score.Utility,
        WeightRows = score.Weight,
        Share = score.Parts,
        Paid = (score.WorkPaid + score.QualityPaid).Value,
        Points = score.Points.Value,
        Rule = $"contribution.v{score.RuleVersion}",
    };

    private static string StatusOf(IStateReader state, ContributionRow row, bool refused) => row.Record.Status switch
    {
        ContributionStatus.Registered => row.Record.Seed.IsDefault ? "registered" : "seeded",
        ContributionStatus.Committed => "committed",
        ContributionStatus.Out => refused ? "refused" : "missing",
        _ => TrainingQueries.HasRevealed(state, row.Key) ? "revealed" : "accepted",
    };
}
