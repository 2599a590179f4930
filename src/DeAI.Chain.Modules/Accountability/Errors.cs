using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Accountability;

/// <summary>The refusals of Accountability; the README says when each is given.</summary>
public static class Errors
{
    public static readonly ReasonCode NotAllowed = new("accountability.not_allowed");
    public static readonly ReasonCode TooOld = new("accountability.too_old");
    public static readonly ReasonCode NoProof = new("accountability.no_proof");
    public static readonly ReasonCode AlreadyReported = new("accountability.already_reported");
    public static readonly ReasonCode ZeroAmount = new("accountability.zero_amount");
    public static readonly ReasonCode InsufficientCredits = new("accountability.insufficient_credits");
    public static readonly ReasonCode BondOfAnother = new("accountability.bond_of_another");
    public static readonly ReasonCode NoBond = new("accountability.no_bond");
    public static readonly ReasonCode BondHeld = new("accountability.bond_held");
}
