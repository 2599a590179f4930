namespace DeAI.Chain.Node.Tests.Testing;

/// <summary>A clock on the wall and a steady one, set by hand; timers go by the steady one.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly List<ManualTimer> _timers = [];

    public TimeSpan Elapsed { get; private set; }

    public DateTimeOffset Wall { get; set; } = DateTimeOffset.UnixEpoch.AddDays(20_000);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override DateTimeOffset GetUtcNow() => Wall;

    /// <param name="wallMs">How far the clock on the wall goes in that time.</param>
    public void Advance(long ms, long? wallMs = null)
    {
        Elapsed += TimeSpan.FromMilliseconds(ms);
        Wall += TimeSpan.FromMilliseconds(wallMs ?? ms);
        foreach (ManualTimer timer in _timers.Where(timer => timer.At <= Elapsed).ToArray())
        {
            timer.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ManualTimer timer = new(this, () => callback(state));
        timer.Change(dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    private sealed class ManualTimer(ManualTime time, Action fire) : ITimer
    {
        public TimeSpan At { get; private set; } = TimeSpan.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            At = dueTime == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : time.Elapsed + dueTime;
            return true;
        }

        public void Fire()
        {
            At = TimeSpan.MaxValue;
            fire();
        }

        public void Dispose() => At = TimeSpan.MaxValue;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
