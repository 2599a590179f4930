namespace DeAI.Chain.Replica.Mempool;

/// <summary>What bounds the mempool's memory.</summary>
/// <param name="MaxTransactions">Waiting at once, all senders together.</param>
/// <param name="MaxBytes">Of their encodings together.</param>
/// <param name="MaxPerSender">Waiting at once of one sender; no more than its nonce window helps.</param>
public sealed record MempoolLimits(int MaxTransactions, long MaxBytes, int MaxPerSender)
{
    /// <summary>Of one sender's encodings together: a few of the largest would otherwise take all the room.</summary>
    public long MaxBytesPerSender { get; init; } = 8L * 1024 * 1024;

    public static MempoolLimits Default { get; } = new(50_000, 64L * 1024 * 1024, 1024);
}
