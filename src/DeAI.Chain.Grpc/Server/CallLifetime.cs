namespace DeAI.Chain.Grpc;

/// <summary>Joins everything that can end a call early, and remembers which came first.</summary>
internal sealed class CallLifetime : IDisposable
{
    // CancellationTokenSource and timers take no more; a deadline beyond is none.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _aborted;
    private readonly CancellationTokenRegistration _stopping;
    private readonly ITimer? _deadline;
    private readonly Action<AggregateException> _onCallbackFailure;
    private int _end;

    public CallLifetime(
        TimeProvider clock, TimeSpan? timeout, Action<AggregateException> onCallbackFailure, CancellationToken aborted, CancellationToken stopping)
    {
        _onCallbackFailure = onCallbackFailure;
        _aborted = aborted.UnsafeRegister(static state => ((CallLifetime)state!).End(CallEnd.ClientGone), this);
        _stopping = stopping.UnsafeRegister(static state => ((CallLifetime)state!).End(CallEnd.Stopping), this);
        if (timeout is { } limit && limit <= LongestTimer)
        {
            _deadline = clock.CreateTimer(
                static state => ((CallLifetime)state!).End(CallEnd.DeadlinePassed), this, limit, Timeout.InfiniteTimeSpan);
        }

        Token = _source.Token;
    }

    public CancellationToken Token { get; }

    public CallEnd Cause => (CallEnd)Volatile.Read(ref _end);

    public void End(CallEnd cause)
    {
        if (Interlocked.CompareExchange(ref _end, (int)cause, (int)CallEnd.None) != (int)CallEnd.None)
        {
            return;
        }

        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // A timer fired while the call ended by itself; there is nothing left to cancel.
            return;
        }
        catch (AggregateException failure)
        {
            // What a handler registered on its token failed; this runs on a timer's or the server's thread, which it must not take down.
            _onCallbackFailure(failure);
        }
    }

    public void Dispose()
    {
        _deadline?.Dispose();
        _aborted.Dispose();
        _stopping.Dispose();
        _source.Dispose();
    }
}
