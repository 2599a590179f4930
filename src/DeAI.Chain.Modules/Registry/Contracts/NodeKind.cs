namespace DeAI.Chain.Modules.Registry.Contracts;

/// <summary>What a registered node key may do among peers.</summary>
public enum NodeKind : byte
{
    None = 0,

    /// <summary>Eligible for a seat; has one while it is in the validator set.</summary>
    Validator = 1,

    /// <summary>Follows and re-verifies, signs nothing.</summary>
    Auditor = 2,
}
