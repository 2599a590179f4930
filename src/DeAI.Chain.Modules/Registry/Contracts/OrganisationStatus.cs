namespace DeAI.Chain.Modules.Registry.Contracts;

/// <summary>Where an organisation stands.</summary>
public enum OrganisationStatus : byte
{
    None = 0,
    Live = 1,

    /// <summary>May not act until a registrar lifts it; what it holds stays its own.</summary>
    Suspended = 2,

    /// <summary>Left for good: no later job uses its data, earned shares stay.</summary>
    Exited = 3,
}
