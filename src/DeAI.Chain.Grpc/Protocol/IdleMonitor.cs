namespace DeAI.Chain.Grpc;

/// <summary>
/// Fires when this side has waited for the peer longer than the limit: for the next whole message, or to be allowed to send.
/// Time that the handler itself takes does not count, and a message in either direction starts the time again.
/// </summary>
internal sealed class IdleMonitor(TimeProvider clock, TimeSpan limit, Action onIdle) : IDisposable
{
    private readonly Lock _gate = new();
    private ITimer? _timer;
    private long _since;
    private int _waits;
    private bool _disposed;

    public void BeginWait()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            if (_waits++ == 0)
            {
                _since = clock.GetTimestamp();
            }

            if (_timer is null)
            {
                var period = TimeSpan.FromTicks(Math.Max(limit.Ticks / 4, TimeSpan.TicksPerMillisecond * 5));
                _timer = clock.CreateTimer(static state => ((IdleMonitor)state!).Check(), this, period, period);
            }
        }
    }

    public void EndWait()
    {
        lock (_gate)
        {
            _waits = Math.Max(_waits - 1, 0);
            _since = clock.GetTimestamp();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer?.Dispose();
        }
    }

    private void Check()
    {
        lock (_gate)
        {
            if (_disposed || _waits == 0 || clock.GetElapsedTime(_since) < limit)
            {
                return;
            }
        }

        onIdle();
    }
}
