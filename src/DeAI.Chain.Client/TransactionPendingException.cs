namespace DeAI.Chain.Client;

/// <summary>
/// A transaction was sent and is not final within the time that its sender waits: neither success nor refusal. Ask for it by its id, or give
/// <see cref="Pending"/> to a <see cref="TransactionFollower"/> again; a message that is signed anew may be done twice.
/// </summary>
public sealed class TransactionPendingException : Exception
{
    internal TransactionPendingException(PendingTransaction pending, TimeSpan waited, Exception? last)
        : base($"{pending.Describe()}, and it is not final after {waited.TotalSeconds:0.#} s. It may become final up to height {pending.ValidUntil}.", last)
    {
        Pending = pending;
        Waited = waited;
    }

    public PendingTransaction Pending { get; }

    /// <summary>From the first offer on.</summary>
    public TimeSpan Waited { get; }
}
