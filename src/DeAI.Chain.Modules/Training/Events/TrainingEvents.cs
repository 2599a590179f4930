using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Training.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Training.Events;

/// <summary>The facts that Training states.</summary>
internal static class TrainingEvents
{
    public static void Committed(ApplyContext context, ContributionKey key) => context.Emit("training.committed", Key(key));

    public static void Accepted(ApplyContext context, ContributionKey key, VerdictRecord verdict) =>
        context.Emit(
            "training.accepted",
            [
                .. Key(key),
                new EventAttribute("update", verdict.UpdateHash.ToString()),
                new EventAttribute("rows", verdict.DistinctRows.ToString()),
                new EventAttribute("loss_sum", verdict.LossSum.ToString()),
            ]);

    public static void Refused(ApplyContext context, ContributionKey key, ReasonCode reason, Credits forfeited) =>
        context.Emit(
            "training.refused",
            [.. Key(key), new EventAttribute("reason", reason.ToString()), new EventAttribute("forfeited", forfeited.ToString())]);

    public static void Withdrawn(ApplyContext context, ContributionKey key, ReasonCode reason) =>
        context.Emit("training.withdrawn", [.. Key(key), new EventAttribute("reason", reason.ToString())]);

    public static void Revealed(ApplyContext context, ContributionKey key, int blocks) =>
        context.Emit("training.holdout_revealed", [.. Key(key), new EventAttribute("blocks", blocks.ToString())]);

    private static EventAttribute[] Key(ContributionKey key) =>
    [
        new EventAttribute("task", key.Task.ToString()),
        new EventAttribute("round", key.Round.ToString()),
        new EventAttribute("organisation", key.Organisation.ToString()),
    ];
}
