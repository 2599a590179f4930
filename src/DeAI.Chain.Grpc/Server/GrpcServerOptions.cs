namespace DeAI.Chain.Grpc;

/// <summary>The limits of a server. One instance is one budget: give the same to every mapping that shall share it.</summary>
public sealed class GrpcServerOptions
{
    private readonly Lazy<BufferBudget> _budget;
    private readonly Lazy<BufferBudget> _responses;
    private readonly Lazy<CallRegister> _register;

    /// <summary>Sets the defaults.</summary>
    public GrpcServerOptions()
    {
        _budget = new Lazy<BufferBudget>(() => new BufferBudget(MaxBufferedRequestBytes));
        _responses = new Lazy<BufferBudget>(() => new BufferBudget(MaxBufferedResponseBytes));
        _register = new Lazy<CallRegister>(() => new CallRegister(MaxConcurrentCalls, MaxConcurrentStreams ?? Math.Max(1, MaxConcurrentCalls / 2)));
    }

    /// <summary>Largest request message in bytes, judged before it is buffered. 4 MiB, as gRPC libraries have it.</summary>
    public int MaxReceiveMessageBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Largest response message in bytes; clients refuse more than 4 MiB by default.</summary>
    public int MaxSendMessageBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Bound on the request messages that are partly received, over all calls, in bytes.</summary>
    public long MaxBufferedRequestBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Bound on the response messages that their clients have not taken, over all calls, in bytes.</summary>
    public long MaxBufferedResponseBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>How long a call may wait for the client's next whole message, or for the client to read. Ends with UNAVAILABLE.</summary>
    public TimeSpan StreamIdleLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Calls in flight at once, until their client has taken the last byte. One more ends the call that has waited for its client longest; where
    /// none has for a second, it is refused with RESOURCE_EXHAUSTED and a retry delay of one second.
    /// </summary>
    public int MaxConcurrentCalls { get; init; } = 10_000;

    /// <summary>How many of them may be of methods that stream; null for half. One more ends the stream that has waited for its client longest.</summary>
    public int? MaxConcurrentStreams { get; init; }

    /// <summary>Runs before every handler: authorisation, quotas. Throws <see cref="GrpcException"/> to refuse.</summary>
    public Func<ServerCall, ValueTask>? BeforeCall { get; init; }

    internal BufferBudget Budget => _budget.Value;

    internal BufferBudget Responses => _responses.Value;

    internal CallRegister Register => _register.Value;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxReceiveMessageBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxSendMessageBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBufferedRequestBytes, MaxReceiveMessageBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBufferedResponseBytes, MaxSendMessageBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxConcurrentCalls);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(StreamIdleLimit, TimeSpan.Zero);
    }
}
