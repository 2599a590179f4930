using DeAI.Chain.Api.V1;
using DeAI.Chain.Grpc;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Client;

/// <summary>The chain or the node said no, with a stable reason code. Transport failures without a reason stay <see cref="RpcException"/>.</summary>
public sealed class ChainRefusedException : Exception
{
    /// <summary>The domain of reasons that the chain gives (AIP-193).</summary>
    internal const string Domain = "deai.chain";

    internal ChainRefusedException(RpcException inner)
        : base(inner.Detail, inner)
    {
        Reason = new ReasonCode(inner.ErrorInfo!.Reason);
        Category = inner.Code;
        RetryDelay = inner.RetryDelay;
        Metadata = inner.ErrorInfo.Metadata.ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal);
    }

    internal ChainRefusedException(Transaction final)
        : base($"{final.Receipt.Reason}: final at height {final.Height}, but refused by the module {final.Module}")
    {
        Reason = new ReasonCode(final.Receipt.Reason);
        Category = StatusCode.FailedPrecondition;
        Transaction = final;
        Metadata = new Dictionary<string, string>(StringComparer.Ordinal);
    }

    internal ChainRefusedException(Refusal refusal)
        : base(refusal.ToString())
    {
        Reason = refusal.Code;
        Category = StatusCode.FailedPrecondition;
        Metadata = new Dictionary<string, string>(StringComparer.Ordinal);
    }

    /// <summary>The chain's code, unchanged: <c>area.reason</c>.</summary>
    public ReasonCode Reason { get; }

    public StatusCode Category { get; }

    /// <summary>How long to wait before asking again; null where asking again does not help.</summary>
    public TimeSpan? RetryDelay { get; }

    /// <summary>Details by name: <c>transaction_id</c>, <c>height</c>, <c>index</c> and the like.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The final transaction with its receipt, where the refusal is on the chain and its fee was paid; else null.</summary>
    public Transaction? Transaction { get; }

    internal static bool Is(RpcException failure) =>
        failure.ErrorInfo is { } info && string.Equals(info.Domain, Domain, StringComparison.Ordinal);
}
