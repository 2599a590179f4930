using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Genesis;

/// <summary>Why a genesis file is refused; the detail names the place in the file.</summary>
public static class GenesisErrors
{
    /// <summary>Also what <see cref="GenesisSection.Refuse"/> gives.</summary>
    public static readonly ReasonCode Invalid = new("genesis.invalid");
    public static readonly ReasonCode BadJson = new("genesis.bad_json");
    public static readonly ReasonCode TooLarge = new("genesis.too_large");
    public static readonly ReasonCode UnknownMember = new("genesis.unknown_member");
    public static readonly ReasonCode MissingMember = new("genesis.missing_member");
    public static readonly ReasonCode NotAnInteger = new("genesis.not_an_integer");
    public static readonly ReasonCode UnknownModule = new("genesis.unknown_module");
    public static readonly ReasonCode UnknownParameter = new("genesis.unknown_parameter");
    public static readonly ReasonCode ParameterOutOfBounds = new("genesis.parameter_out_of_bounds");
    public static readonly ReasonCode ModuleFailed = new("genesis.module_failed");
}
