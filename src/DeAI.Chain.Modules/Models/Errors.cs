using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Models;

/// <summary>The refusals of Models; the README says when each is given.</summary>
public static class Errors
{
    public static readonly ReasonCode UnknownVersion = new("models.unknown_version");
    public static readonly ReasonCode NotApproved = new("models.not_approved");
    public static readonly ReasonCode Suspended = new("models.suspended");
    public static readonly ReasonCode WrongFeatures = new("models.wrong_features");
    public static readonly ReasonCode PriceTooHigh = new("models.price_too_high");
    public static readonly ReasonCode InsufficientCredits = new("models.insufficient_credits");
    public static readonly ReasonCode SameStatus = new("models.same_status");
    public static readonly ReasonCode OwnVersion = new("models.own_version");
    public static readonly ReasonCode NotPublisher = new("models.not_publisher");
    public static readonly ReasonCode BadPrice = new("models.bad_price");
    public static readonly ReasonCode BadOutcome = new("models.bad_outcome");
    public static readonly ReasonCode AlreadyReported = new("models.already_reported");
}
