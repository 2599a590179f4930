namespace DeAI.Chain.Grpc;

/// <summary>The limits of a server. One instance is one budget: give the same to every mapping that shall share it.</summary>
public sealed class GrpcServerOptions
{
    private readonly Lazy<BufferBudget> _budget;
    private int _calls;

    /// <summary>Sets the defaults.</summary>
    public GrpcServerOptions()
    {
        _budget = new Lazy<BufferBudget>(() => new BufferBudget(MaxBufferedRequestBytes));
    }

    /// <summary>Largest request message in bytes, judged before it is buffered. 4 MiB, as gRPC libraries have it.</summary>
    public int MaxReceiveMessageBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Largest response message in bytes; clients refuse more than 4 MiB by default.</summary>
    public int MaxSendMessageBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Bound on the request messages that are partly received, over all calls, in bytes.</summary>
    public long MaxBufferedRequestBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>How long a call may wait for the client's next whole message, or for the client to read. Ends with UNAVAILABLE.</summary>
    public TimeSpan StreamIdleLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Calls in flight at once; more are refused with RESOURCE_EXHAUSTED and a retry delay of one second.</summary>
    public int MaxConcurrentCalls { get; init; } = 10_000;

    /// <summary>Runs before every handler: authorisation, quotas. Throws <see cref="GrpcException"/> to refuse.</summary>
    public Func<ServerCall, ValueTask>? BeforeCall { get; init; }

    internal BufferBudget Budget => _budget.Value;

    internal bool TryEnter()
    {
        if (Interlocked.Increment(ref _calls) <= MaxConcurrentCalls)
        {
            return true;
        }

        Leave();
        return false;
    }

    internal void Leave() => Interlocked.Decrement(ref _calls);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxReceiveMessageBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxSendMessageBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBufferedRequestBytes, MaxReceiveMessageBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxConcurrentCalls);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(StreamIdleLimit, TimeSpan.Zero);
    }
}
