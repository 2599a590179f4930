using DeAI.Chain.Ledger.Parameters;

namespace DeAI.Chain.Modules.Contribution;

/// <summary>What members may change by vote.</summary>
public static class Parameters
{
    public static readonly ParameterDefinition PointsPerThousandRows = new(
        "contribution.points_per_thousand_rows", ModuleIds.Contribution, 1000, 0, 1_000_000, "Points minted for each thousand verified rows of a completed round.");
}
