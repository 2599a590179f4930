using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Registry;

/// <summary>The registry's refusals; the README says when each is given.</summary>
public static class Errors
{
    public static readonly ReasonCode UnknownAccount = new("registry.unknown_account");
    public static readonly ReasonCode UnknownOrganisation = new("registry.unknown_organisation");
    public static readonly ReasonCode UnknownRole = new("registry.unknown_role");
    public static readonly ReasonCode OrganisationNotLive = new("registry.organisation_not_live");
    public static readonly ReasonCode MissingRole = new("registry.missing_role");
    public static readonly ReasonCode WrongKey = new("registry.wrong_key");
    public static readonly ReasonCode BadKey = new("registry.bad_key");
    public static readonly ReasonCode KeyInUse = new("registry.key_in_use");
    public static readonly ReasonCode NameTaken = new("registry.name_taken");
    public static readonly ReasonCode BadName = new("registry.bad_name");
    public static readonly ReasonCode NotYours = new("registry.not_yours");
    public static readonly ReasonCode BadProof = new("registry.bad_proof");
    public static readonly ReasonCode LastRegistrar = new("registry.last_registrar");
    public static readonly ReasonCode SameState = new("registry.same_state");
}
