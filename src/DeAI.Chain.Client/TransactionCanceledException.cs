namespace DeAI.Chain.Client;

/// <summary>The caller cancelled while a transaction that was sent had not become final. It may become final all the same.</summary>
public sealed class TransactionCanceledException : OperationCanceledException
{
    internal TransactionCanceledException(PendingTransaction pending, OperationCanceledException inner, CancellationToken caller)
        : base($"{pending.Describe()}; waiting for it was cancelled. It may become final up to height {pending.ValidUntil}.", inner, caller) =>
        Pending = pending;

    public PendingTransaction Pending { get; }
}
