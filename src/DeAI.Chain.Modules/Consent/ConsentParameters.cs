using DeAI.Chain.Ledger.Parameters;

namespace DeAI.Chain.Modules.Consent;

/// <summary>The numbers of Consent that members may change by vote.</summary>
public static class ConsentParameters
{
    public static readonly ParameterDefinition MaxConsentHeights = new(
        "consent.max_consent_heights", ModuleIds.Consent, 100_000_000, 1_000, 10_000_000_000, "Heights that a consent may last for, from the block that gives it.");

    public static IReadOnlyList<ParameterDefinition> All { get; } = [MaxConsentHeights];
}
