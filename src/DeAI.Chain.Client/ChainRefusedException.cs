using DeAI.Chain.Api.V1;
using DeAI.Chain.Grpc;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Client;

/// <summary>The chain or the node said no, with a stable reason code. Transport failures without a reason stay <see cref="RpcException"/>.</summary>
public sealed class ChainRefusedException : Exception
{
    /// <summary>The domain of reasons that the chain gives (AIP-193).</summary>
    internal const string Domain = "deai.chain";

    private const string TransactionIdName = "transaction_id";

    internal ChainRefusedException(RpcException inner)
        : base(inner.Detail, inner)
    {
        Reason = new ReasonCode(inner.ErrorInfo!.Reason);
        Category = inner.Code;
        RetryDelay = inner.RetryDelay;
        Metadata = inner.ErrorInfo.Metadata.ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal);
    }

    /// <summary>The node accepted a transaction, and this side's clock ended the call before the node said more.</summary>
    internal ChainRefusedException(RpcException inner, ReasonCode reason, string transaction)
        : base($"{reason}: transaction {transaction} was accepted, but is not final within the deadline", inner)
    {
        Reason = reason;
        Category = inner.Code;
        Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [TransactionIdName] = transaction };
    }

    /// <summary>The same refusal again, when nothing came of trying again.</summary>
    internal ChainRefusedException(ChainRefusedException last)
        : base(last.Message, last)
    {
        Reason = last.Reason;
        Category = last.Category;
        RetryDelay = last.RetryDelay;
        Metadata = last.Metadata;
        Transaction = last.Transaction;
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

    /// <summary>Which transaction it is about; null where the node did not name it.</summary>
    public Hash256? TransactionId =>
        Transaction is { Id.Length: Bytes32.Length } final ? new Hash256(final.Id.Span)
        : Metadata.TryGetValue(TransactionIdName, out string? text) && Hash256.TryParse(text, out Hash256 id) ? id
        : null;

    /// <summary>The final transaction with its receipt, where the refusal is on the chain and its fee was paid; else null.</summary>
    public Transaction? Transaction { get; }

    internal static bool Is(RpcException failure) =>
        failure.ErrorInfo is { } info && string.Equals(info.Domain, Domain, StringComparison.Ordinal);
}
