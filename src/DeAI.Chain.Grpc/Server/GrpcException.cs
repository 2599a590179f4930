using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace DeAI.Chain.Grpc;

/// <summary>
/// What a handler throws to end its call with a status. The message and the details go to the client as they are; put nothing secret there.
/// Every other exception ends the call with INTERNAL and a fixed text, and is logged.
/// </summary>
public sealed class GrpcException : Exception
{
    /// <param name="code">Any but <see cref="StatusCode.Ok"/>.</param>
    /// <param name="message">For developers, in English; cut at 1024 characters on the wire.</param>
    /// <param name="details">Messages such as <c>ErrorInfo</c> and <c>RetryInfo</c>, at most one of each type; left out on the wire over 4 KiB in all.</param>
    /// <exception cref="ArgumentException">The code is Ok or none of the specification's.</exception>
    public GrpcException(StatusCode code, string message, params IMessage[] details)
        : base(message)
    {
        if (code is <= StatusCode.Ok or > StatusCode.Unauthenticated)
        {
            throw new ArgumentException($"A call cannot fail with {code}.", nameof(code));
        }

        Code = code;
        if (details.Length > 0)
        {
            Status = new Rpc.Status { Code = (int)code, Message = message, Details = { details.Select(Any.Pack) } };
        }
    }

    /// <summary>The status code.</summary>
    public StatusCode Code { get; }

    /// <summary>What goes into <c>grpc-status-details-bin</c>; null without details.</summary>
    public Rpc.Status? Status { get; }

    /// <summary>A failure with <c>ErrorInfo{reason, domain, metadata}</c> and, where a repetition helps, <c>RetryInfo</c> (AIP-193).</summary>
    /// <param name="reason">UPPER_SNAKE_CASE, stable within the domain.</param>
    public static GrpcException WithReason(
        StatusCode code, string message, string reason, string domain, IReadOnlyDictionary<string, string>? metadata = null, TimeSpan? retryDelay = null)
    {
        var info = new Rpc.ErrorInfo { Reason = reason, Domain = domain };
        foreach (KeyValuePair<string, string> pair in metadata ?? new Dictionary<string, string>())
        {
            info.Metadata.Add(pair.Key, pair.Value);
        }

        return retryDelay is { } delay
            ? new GrpcException(code, message, info, new Rpc.RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) })
            : new GrpcException(code, message, info);
    }
}
