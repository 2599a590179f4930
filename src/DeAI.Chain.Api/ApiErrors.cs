using DeAI.Chain.Primitives;

namespace DeAI.Chain.Api;

/// <summary>Reasons that arise in the services themselves; all others are the chain's own and pass unchanged.</summary>
public static class ApiErrors
{
    /// <summary>A request's field has the wrong length or value.</summary>
    public static readonly ReasonCode BadField = new("api.bad_field");

    /// <summary>A page token or cursor that this method did not make for this request.</summary>
    public static readonly ReasonCode BadPageToken = new("api.bad_page_token");

    /// <summary>The request id was used with another transaction.</summary>
    public static readonly ReasonCode RequestIdReused = new("api.request_id_reused");

    /// <summary>The transaction is final already; the metadata say where.</summary>
    public static readonly ReasonCode AlreadyFinal = new("api.already_final");

    /// <summary>The deadline passed before the transaction was final; it may still become so.</summary>
    public static readonly ReasonCode DeadlineBeforeFinal = new("api.deadline_before_final");

    /// <summary>This node knows nothing by that id.</summary>
    public static readonly ReasonCode NotFound = new("api.not_found");

    /// <summary>The height is not yet final, or pruned.</summary>
    public static readonly ReasonCode HeightUnavailable = new("api.height_unavailable");

    /// <summary>The transaction is final but was refused by its module, so there is no answer to return.</summary>
    public static readonly ReasonCode NoPrediction = new("api.no_prediction");
}
