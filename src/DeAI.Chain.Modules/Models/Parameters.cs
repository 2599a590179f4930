using DeAI.Chain.Ledger.Parameters;

namespace DeAI.Chain.Modules.Models;

/// <summary>What members may change by vote.</summary>
public static class Parameters
{
    public static readonly ParameterDefinition AbstainMargin = new(
        "models.abstain_margin_parts", ModuleIds.Models, 3277, 0, 32768,
        "1/65536: a prediction whose probability is nearer than this to one half abstains.");
}
