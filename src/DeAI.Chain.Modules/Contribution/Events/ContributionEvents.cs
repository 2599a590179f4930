using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Modules.Contribution.Contracts;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Contribution.Events;

/// <summary>The facts that Contribution states.</summary>
internal static class ContributionEvents
{
    public static void RoundScored(ApplyContext context, ActiveRound round, Valuation valuation, int members) =>
        context.Emit(
            "contribution.round_scored",
            new EventAttribute("task", round.Id.ToString()),
            new EventAttribute("round", round.Number.ToString()),
            new EventAttribute("members", members.ToString()),
            new EventAttribute("utility", valuation.Utility.ToString()),
            new EventAttribute("holdout_rows", valuation.HoldoutRows.ToString()));

    public static void ShareRecorded(ApplyContext context, ContributionKey key, ScoreRecord score) =>
        context.Emit(
            "contribution.share_recorded",
            new EventAttribute("task", key.Task.ToString()),
            new EventAttribute("round", key.Round.ToString()),
            new EventAttribute("organisation", key.Organisation.ToString()),
            new EventAttribute("value", score.Value.ToString()),
            new EventAttribute("parts", score.Parts.ToString()),
            new EventAttribute("work_paid", score.WorkPaid.ToString()),
            new EventAttribute("quality_paid", score.QualityPaid.ToString()),
            new EventAttribute("points", score.Points.ToString()));

    public static void Withdrawn(ApplyContext context, ContributionKey key, ReasonCode reason) =>
        context.Emit(
            "contribution.withdrawn",
            new EventAttribute("task", key.Task.ToString()),
            new EventAttribute("round", key.Round.ToString()),
            new EventAttribute("organisation", key.Organisation.ToString()),
            new EventAttribute("reason", reason.ToString()));
}
