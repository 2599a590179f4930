using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Modules.Governance.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Governance.Events;

/// <summary>The facts that Governance states.</summary>
internal static class GovernanceEvents
{
    public static void Proposed(ApplyContext context, Hash256 proposal, ProposalRecord record) =>
        context.Emit(
            "governance.proposed",
            Proposal(proposal),
            new EventAttribute("title", record.Title),
            new EventAttribute("effect", record.Effect),
            new EventAttribute("voting_ends", record.VotingEnds.ToString()),
            new EventAttribute("executes_at", record.ExecutesAt.ToString()));

    public static void Voted(ApplyContext context, Hash256 proposal, OrganisationId group, VoteRecord vote) =>
        context.Emit(
            "governance.voted",
            Proposal(proposal),
            new EventAttribute("group", group.ToString()),
            new EventAttribute("in_favour", vote.InFavour ? "yes" : "no"),
            new EventAttribute("points", vote.Power.ToString()));

    public static void Passed(ApplyContext context, Hash256 proposal, ProposalRecord record) =>
        context.Emit("governance.passed", Proposal(proposal), new EventAttribute("executes_at", record.ExecutesAt.ToString()));

    public static void Rejected(ApplyContext context, Hash256 proposal, bool organisations, bool points) =>
        context.Emit(
            "governance.rejected",
            Proposal(proposal),
            new EventAttribute("organisations_agree", organisations ? "yes" : "no"),
            new EventAttribute("points_agree", points ? "yes" : "no"));

    public static void Executed(ApplyContext context, Hash256 proposal, string effect) =>
        context.Emit("governance.executed", Proposal(proposal), new EventAttribute("effect", effect));

    public static void Failed(ApplyContext context, Hash256 proposal, ReasonCode reason) =>
        context.Emit("governance.failed", Proposal(proposal), new EventAttribute("reason", reason.ToString()));

    private static EventAttribute Proposal(Hash256 proposal) => new("proposal", proposal.ToString());
}
