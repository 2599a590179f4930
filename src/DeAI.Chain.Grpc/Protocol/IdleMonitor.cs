namespace DeAI.Chain.Grpc;

/// <summary>
/// Fires when this side has waited for the peer longer than the limit: for the next whole message, or to be allowed to send.
/// Time that the handler itself takes does not count, and a message in either direction starts the time again.
/// </summary>
/// <param name="register">Told when the waiting begins and ends; may end it before the limit.</param>
/// <param name="isStream">Whether the call's method streams: the register counts those apart.</param>
internal sealed class IdleMonitor(TimeProvider clock, TimeSpan limit, Action onIdle, CallRegister? register = null, bool isStream = false) : IDisposable
{
    private LinkedListNode<IdleMonitor>? _place;
    private readonly Lock _gate = new();
    private ITimer? _timer;
    private long _since;
    private int _waits;
    private bool _disposed;

    public bool IsStream => isStream;

    /// <summary>Belongs to the register.</summary>
    public long WaitingSinceMs { get; set; }

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
                register?.Waits(_place ??= new LinkedListNode<IdleMonitor>(this));
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
            if (_waits == 0)
            {
                LeaveRegister();
            }
        }
    }

    /// <summary>Ends the wait at once: somebody else needs the room.</summary>
    public void EndNow() => onIdle();

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer?.Dispose();
            LeaveRegister();
        }
    }

    private void LeaveRegister()
    {
        if (_place is { } place)
        {
            register?.WaitsNoMore(place);
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
