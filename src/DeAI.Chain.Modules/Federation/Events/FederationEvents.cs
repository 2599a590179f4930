using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Federation.Events;

/// <summary>The facts that Federation states.</summary>
internal static class FederationEvents
{
    public static void TaskProposed(ApplyContext context, Hash256 task, TaskRecord record, Credits escrow) =>
        context.Emit(
            "federation.task_proposed",
            new EventAttribute("task", task.ToString()),
            new EventAttribute("name", record.Terms.Name),
            new EventAttribute("model", record.Terms.Model.Id.ToString()),
            new EventAttribute("sponsor", record.Organisation.ToString()),
            new EventAttribute("escrow", escrow.ToString()));

    public static void Registered(ApplyContext context, ContributionKey key, ContributionRecord record, Credits bond) =>
        context.Emit(
            "federation.registered",
            new EventAttribute("task", key.Task.ToString()),
            new EventAttribute("round", key.Round.ToString()),
            new EventAttribute("organisation", key.Organisation.ToString()),
            new EventAttribute("data_root", record.DataRoot.ToString()),
            new EventAttribute("bond", bond.ToString()));

    public static void Seeded(ApplyContext context, ContributionKey key, Hash256 seed) =>
        context.Emit(
            "federation.seeded",
            new EventAttribute("task", key.Task.ToString()),
            new EventAttribute("round", key.Round.ToString()),
            new EventAttribute("organisation", key.Organisation.ToString()),
            new EventAttribute("seed", seed.ToString()));

    public static void PhaseEntered(ApplyContext context, Hash256 task, uint round, RoundPhase phase, Height deadline) =>
        context.Emit(
            "federation.phase_entered",
            new EventAttribute("task", task.ToString()),
            new EventAttribute("round", round.ToString()),
            new EventAttribute("phase", NameOf(phase)),
            new EventAttribute("deadline", deadline.ToString()));

    public static void RoundCompleted(ApplyContext context, ActiveRound round, Hash256 version, Credits unpaid) =>
        context.Emit(
            "federation.round_completed",
            new EventAttribute("task", round.Id.ToString()),
            new EventAttribute("round", round.Number.ToString()),
            new EventAttribute("version", version.ToString()),
            new EventAttribute("rolled_over", unpaid.ToString()));

    public static void RoundFailed(ApplyContext context, ActiveRound round, ReasonCode reason, Credits refunded) =>
        context.Emit(
            "federation.round_failed",
            new EventAttribute("task", round.Id.ToString()),
            new EventAttribute("round", round.Number.ToString()),
            new EventAttribute("reason", reason.ToString()),
            new EventAttribute("refunded", refunded.ToString()));

    public static void TaskEnded(ApplyContext context, Hash256 task, uint completed, Credits refunded) =>
        context.Emit(
            "federation.task_ended",
            new EventAttribute("task", task.ToString()),
            new EventAttribute("completed_rounds", completed.ToString()),
            new EventAttribute("refunded", refunded.ToString()));

    private static string NameOf(RoundPhase phase) => phase switch
    {
        RoundPhase.Registration => "registration",
        RoundPhase.Seed => "seed",
        RoundPhase.Commit => "commit",
        RoundPhase.Open => "open",
        RoundPhase.Holdout => "holdout",
        RoundPhase.Completed => "completed",
        RoundPhase.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "no phase of a round"),
    };
}
