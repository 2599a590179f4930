using DeAI.Chain.Ledger.Parameters;

namespace DeAI.Chain.Modules.Governance;

/// <summary>
/// The numbers of Governance that members may change by vote. A proposal keeps its deadlines; quorums are those in force when it is decided.
/// </summary>
public static class GovernanceParameters
{
    public static readonly ParameterDefinition VotingHeights = Define(
        "governance.voting_heights", 20_000, 2, 10_000_000, "Heights in which members vote, after the block that holds the proposal.");

    public static readonly ParameterDefinition WaitingHeights = Define(
        "governance.waiting_heights", 5_000, 1, 10_000_000, "Heights from the vote's end to execution, in which members can prepare.");

    public static readonly ParameterDefinition OrganisationQuorum = Define(
        "governance.organisation_quorum_percent", 50, 1, 60, "Percent of all corporate groups that have to cast a vote.");

    public static readonly ParameterDefinition PointsQuorum = Define(
        "governance.points_quorum_percent", 20, 1, 60, "Percent of all capped points that have to be cast.");

    public static readonly ParameterDefinition PointsCap = Define(
        "governance.points_cap_percent", 20, 5, 100, "Percent of all points that one corporate group can cast at most.");

    public static readonly ParameterDefinition MaxPending = Define(
        "governance.max_pending_proposals", 4, 1, 64, "Proposals of one corporate group that may be undecided or waiting at a time.");

    public static IReadOnlyList<ParameterDefinition> All { get; } =
        [MaxPending, OrganisationQuorum, PointsCap, PointsQuorum, VotingHeights, WaitingHeights];

    private static ParameterDefinition Define(string name, ulong value, ulong min, ulong max, string description) =>
        new(name, ModuleIds.Governance, value, min, max, description);
}
