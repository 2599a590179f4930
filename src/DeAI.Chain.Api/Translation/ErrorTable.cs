using DeAI.Chain.Grpc;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Api.Translation;

/// <summary>From the chain's reason codes to the categories of gRPC: the only place that decides it. The first rule that matches holds.</summary>
internal static class ErrorTable
{
    /// <summary>The domain of every ErrorInfo (AIP-193).</summary>
    public const string Domain = "deai.chain";

    // Details travel in a header block of 8 KiB; a longer text would push the machine-readable part out.
    private const int MaxDetail = 512;

    private static readonly TimeSpan MempoolRetry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SyncRetry = TimeSpan.FromSeconds(2);

    private static readonly ErrorRule[] Rules =
    [
        new("encoding.", StatusCode.InvalidArgument),
        new("ledger.oversize", StatusCode.InvalidArgument),
        new("ledger.wrong_chain", StatusCode.InvalidArgument),
        new("ledger.bad_signature", StatusCode.InvalidArgument),
        new("ledger.unknown_module", StatusCode.InvalidArgument),
        new("ledger.unknown_message", StatusCode.InvalidArgument),
        new("api.bad_field", StatusCode.InvalidArgument),
        new("state.bad_range", StatusCode.InvalidArgument),
        new("api.bad_page_token", StatusCode.InvalidArgument),
        new("api.request_id_reused", StatusCode.InvalidArgument),
        new("api.already_final", StatusCode.AlreadyExists),
        new("mempool.in_flight", StatusCode.Aborted),
        new("mempool.full", StatusCode.ResourceExhausted, MempoolRetry),
        new("mempool.sender_full", StatusCode.ResourceExhausted, MempoolRetry),
        new("replica.syncing", StatusCode.Unavailable, SyncRetry),
        new("node.", StatusCode.Unavailable, SyncRetry),
        new("api.deadline_before_final", StatusCode.DeadlineExceeded),
        new("api.not_found", StatusCode.NotFound),
        new("api.height_unavailable", StatusCode.OutOfRange),
        new("state.version_unavailable", StatusCode.OutOfRange),
    ];

    /// <summary>The category of a code; what the table does not name is a rule of the chain that the present state breaks: FAILED_PRECONDITION.</summary>
    public static StatusCode StatusOf(ReasonCode code) => Find(code)?.Status ?? StatusCode.FailedPrecondition;

    public static GrpcException Exception(ReasonCode code, string detail, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ErrorRule? rule = Find(code);
        string text = detail.Length <= MaxDetail ? detail : detail[..MaxDetail];
        return GrpcException.WithReason(
            rule?.Status ?? StatusCode.FailedPrecondition, $"{code}: {text}", code.ToString(), Domain, metadata, rule?.RetryAfter);
    }

    public static GrpcException Exception(Refusal refusal, IReadOnlyDictionary<string, string>? metadata = null) =>
        Exception(refusal.Code, refusal.Detail, metadata);

    private static ErrorRule? Find(ReasonCode code)
    {
        string text = code.ToString();
        return Array.Find(Rules, rule => rule.Matches(text));
    }
}
