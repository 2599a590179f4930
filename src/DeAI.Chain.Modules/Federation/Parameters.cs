using DeAI.Chain.Ledger.Parameters;

namespace DeAI.Chain.Modules.Federation;

/// <summary>What members may change by vote.</summary>
public static class Parameters
{
    public static readonly ParameterDefinition MinBond = new(
        "federation.min_bond_credits", ModuleIds.Federation, 100, 1, 1_000_000_000_000, "Credits: the least bond that a task may ask of a member.");
}
