using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Modules.Bounties.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Bounties.Events;

/// <summary>The facts that Bounties states.</summary>
internal static class BountiesEvents
{
    public static void Posted(ApplyContext context, Hash256 bounty, BountyRecord record) =>
        context.Emit(
            "bounties.posted",
            Bounty(bounty),
            new EventAttribute("title", record.Title),
            new EventAttribute("reward", record.Reward.ToString()),
            new EventAttribute("submit_until", record.SubmitUntil.ToString()),
            new EventAttribute("decide_until", record.DecideUntil.ToString()));

    public static void Submitted(ApplyContext context, Hash256 bounty, uint number, SubmissionRecord submission) =>
        context.Emit(
            "bounties.submitted",
            Bounty(bounty),
            new EventAttribute("submission", number.ToString()),
            new EventAttribute("worker", submission.Worker.ToString()),
            new EventAttribute("evidence", submission.Evidence.ToString()));

    /// <param name="cause"><c>accepted</c>, <c>silence</c> or <c>ruling</c>.</param>
    public static void Paid(ApplyContext context, Hash256 bounty, AccountId worker, Credits amount, string cause) =>
        context.Emit(
            "bounties.paid",
            Bounty(bounty),
            new EventAttribute("worker", worker.ToString()),
            new EventAttribute("amount", amount.ToString()),
            new EventAttribute("cause", cause));

    /// <param name="cause"><c>withdrawn</c>, <c>expired</c>, <c>rejected</c> or <c>ruling</c>.</param>
    public static void Refunded(ApplyContext context, Hash256 bounty, Credits amount, string cause) =>
        context.Emit("bounties.refunded", Bounty(bounty), new EventAttribute("amount", amount.ToString()), new EventAttribute("cause", cause));

    public static void Split(ApplyContext context, Hash256 bounty, AccountId worker, Credits toWorker, Credits toFunder) =>
        context.Emit(
            "bounties.split",
            Bounty(bounty),
            new EventAttribute("worker", worker.ToString()),
            new EventAttribute("to_worker", toWorker.ToString()),
            new EventAttribute("to_funder", toFunder.ToString()));

    public static void Rejected(ApplyContext context, Hash256 bounty, Hash256 reason, Height disputeUntil) =>
        context.Emit(
            "bounties.rejected",
            Bounty(bounty),
            new EventAttribute("reason", reason.ToString()),
            new EventAttribute("dispute_until", disputeUntil.ToString()));

    public static void Disputed(ApplyContext context, Hash256 bounty, uint submission, Hash256 argument, Height rulingUntil) =>
        context.Emit(
            "bounties.disputed",
            Bounty(bounty),
            new EventAttribute("submission", submission.ToString()),
            new EventAttribute("argument", argument.ToString()),
            new EventAttribute("ruling_until", rulingUntil.ToString()));

    private static EventAttribute Bounty(Hash256 bounty) => new("bounty", bounty.ToString());
}
