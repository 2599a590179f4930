namespace DeAI.Chain.Node.Tests.Testing;

/// <summary>The system's time, with timers that ring at once, whatever they were set to: whoever sets them has to look at the time.</summary>
internal sealed class HastyTime : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new HastyTimer(System.CreateTimer(callback, state, AtOnce(dueTime), period));

    private static TimeSpan AtOnce(TimeSpan dueTime) => dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero;

    private sealed class HastyTimer(ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(AtOnce(dueTime), period);

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
