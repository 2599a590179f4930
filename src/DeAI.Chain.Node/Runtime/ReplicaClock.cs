namespace DeAI.Chain.Node.Runtime;

/// <summary>
/// The replica's time, and its one alarm. Used by the loop only; the alarm calls from a thread of its own.
/// <para>
/// The time is the machine's, in Unix milliseconds, but never stands still: when the machine's clock is set back, it goes on at half its pace
/// until the two meet, since timeouts that wait for the old time would hold the node up as long as the clock was set back.
/// </para>
/// </summary>
internal sealed class ReplicaClock : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _shownMs;
    private long _shownAt;

    public ReplicaClock(TimeProvider time, Action alarm)
    {
        _time = time;
        _timer = time.CreateTimer(_ => alarm(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Show(MachineMs);
    }

    private long MachineMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public long NowMs()
    {
        long machineMs = MachineMs;
        if (machineMs >= _shownMs)
        {
            return Show(machineMs);
        }

        long passedMs = (long)_time.GetElapsedTime(_shownAt).TotalMilliseconds;
        return passedMs > 1 ? Show(_shownMs + (passedMs / 2)) : _shownMs;
    }

    /// <summary>Sets the alarm, in the place of the one before. It may ring a little early: the system's timers count by ticks of their own.</summary>
    public void SetAlarm(long atMs) => _timer.Change(TimeSpan.FromMilliseconds(Math.Max(1, atMs - NowMs())), Timeout.InfiniteTimeSpan);

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private long Show(long nowMs)
    {
        _shownAt = _time.GetTimestamp();
        return _shownMs = nowMs;
    }
}
