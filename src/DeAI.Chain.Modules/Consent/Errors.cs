using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Consent;

/// <summary>The refusals of Consent; the README says when each is given.</summary>
public static class Errors
{
    public static readonly ReasonCode UnknownDataSet = new("consent.unknown_data_set");
    public static readonly ReasonCode BadDataSet = new("consent.bad_data_set");
    public static readonly ReasonCode NotYours = new("consent.not_yours");
    public static readonly ReasonCode BadPurpose = new("consent.bad_purpose");
    public static readonly ReasonCode BadExpiry = new("consent.bad_expiry");
    public static readonly ReasonCode AlreadyGiven = new("consent.already_given");
    public static readonly ReasonCode NotGiven = new("consent.not_given");
    public static readonly ReasonCode Revoked = new("consent.revoked");
    public static readonly ReasonCode Expired = new("consent.expired");
    public static readonly ReasonCode ErasureRequested = new("consent.erasure_requested");
    public static readonly ReasonCode ErasureNotRequested = new("consent.erasure_not_requested");
    public static readonly ReasonCode ErasureCertified = new("consent.erasure_certified");
    public static readonly ReasonCode BadDigest = new("consent.bad_digest");
}
