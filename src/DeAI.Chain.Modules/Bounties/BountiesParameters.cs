using DeAI.Chain.Ledger.Parameters;

namespace DeAI.Chain.Modules.Bounties;

/// <summary>The numbers of Bounties that members may change by vote. A bounty keeps the deadlines it has.</summary>
public static class BountiesParameters
{
    public static readonly ParameterDefinition MaxSubmitHeights = Define(
        "bounties.max_submit_heights", 10_000_000, 100, 1_000_000_000, "Heights from posting to the last one for submissions, at most.");

    public static readonly ParameterDefinition MaxDecideHeights = Define(
        "bounties.max_decide_heights", 1_000_000, 10, 100_000_000, "Heights that a funder has for its decision, at most.");

    public static readonly ParameterDefinition DisputeHeights = Define(
        "bounties.dispute_heights", 20_000, 1, 10_000_000, "Heights that workers have to dispute a rejection.");

    public static readonly ParameterDefinition RulingHeights = Define(
        "bounties.ruling_heights", 100_000, 1, 10_000_000, "Heights that an approver has to rule on a dispute.");

    public static readonly ParameterDefinition MaxSubmissions = Define(
        "bounties.max_submissions", 16, 1, 256, "Submissions to one bounty, at most.");

    public static IReadOnlyList<ParameterDefinition> All { get; } =
        [DisputeHeights, MaxDecideHeights, MaxSubmissions, MaxSubmitHeights, RulingHeights];

    private static ParameterDefinition Define(string name, ulong value, ulong min, ulong max, string description) =>
        new(name, ModuleIds.Bounties, value, min, max, description);
}
