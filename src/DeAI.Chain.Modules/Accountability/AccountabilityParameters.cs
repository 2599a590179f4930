using DeAI.Chain.Ledger.Parameters;

namespace DeAI.Chain.Modules.Accountability;

/// <summary>The numbers of Accountability that members may change by vote.</summary>
public static class AccountabilityParameters
{
    public static readonly ParameterDefinition EvidenceHeights = new(
        "accountability.evidence_heights",
        ModuleIds.Accountability,
        200_000,
        100,
        100_000_000,
        "Heights after an epoch's end in which its validators can still be reported, and in which their bonds stay.");

    public static IReadOnlyList<ParameterDefinition> All { get; } = [EvidenceHeights];
}
