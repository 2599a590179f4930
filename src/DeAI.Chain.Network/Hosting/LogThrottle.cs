namespace DeAI.Chain.Network;

/// <summary>Lets ten lines a second through: strangers must not be able to fill the log. The metrics count all.</summary>
internal sealed class LogThrottle(TimeProvider time)
{
    private const int PerSecond = 10;

    private readonly Lock _gate = new();
    private long _windowStart = time.GetTimestamp();
    private int _used;

    public bool Permits()
    {
        lock (_gate)
        {
            if (time.GetElapsedTime(_windowStart) >= TimeSpan.FromSeconds(1))
            {
                _windowStart = time.GetTimestamp();
                _used = 0;
            }

            return ++_used <= PerSecond;
        }
    }
}
