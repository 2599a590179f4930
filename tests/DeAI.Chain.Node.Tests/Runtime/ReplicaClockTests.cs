using DeAI.Chain.Node.Runtime;
using DeAI.Chain.Node.Tests.Testing;

namespace DeAI.Chain.Node.Tests.Runtime;

public sealed class ReplicaClockTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly ReplicaClock _clock;
    private readonly long _start;
    private int _alarms;

    public ReplicaClockTests()
    {
        _clock = new ReplicaClock(_time, () => _alarms++);
        _start = _clock.NowMs();
    }

    public ValueTask DisposeAsync() => _clock.DisposeAsync();

    [Fact]
    public void NowMs_Ordinarily_IsTheMachines()
    {
        _time.Advance(250);
        Assert.Equal(_time.Wall.ToUnixTimeMilliseconds(), _clock.NowMs());
    }

    [Fact]
    public void NowMs_SetForward_Follows()
    {
        _time.Advance(10, wallMs: 3_600_000);
        Assert.Equal(_start + 3_600_000, _clock.NowMs());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void NowMs_SetBack_GoesOnAtHalfPaceUntilTheyMeet(int stepMs)
    {
        _time.Wall -= TimeSpan.FromSeconds(10);
        Read(stepMs, 10_000);
        Assert.InRange(_clock.NowMs() - _start, 4_000, 5_000);
        Read(stepMs, 10_000);
        Assert.InRange(_clock.NowMs() - _start, 8_000, 10_100);
        Read(stepMs, 10_400);
        Assert.Equal(_time.Wall.ToUnixTimeMilliseconds(), _clock.NowMs());
    }

    [Fact]
    public void NowMs_SetBackAgainAndAgain_NeverGoesBack()
    {
        Random random = new(5);
        long last = _start;
        for (int i = 0; i < 2000; i++)
        {
            _time.Advance(random.Next(5), random.Next(-20, 20));
            long now = _clock.NowMs();
            Assert.True(now >= last);
            last = now;
        }
    }

    [Fact]
    public void Alarm_SetAnew_OnlyTheLastRings()
    {
        _clock.SetAlarm(_start + 40);
        _clock.SetAlarm(_start + 90);
        _time.Advance(80);
        Assert.Equal(0, _alarms);
        _time.Advance(10);
        Assert.Equal(1, _alarms);
    }

    [Fact]
    public void Alarm_ClockSetBack_RingsByTheSteadyClock()
    {
        _time.Wall -= TimeSpan.FromHours(1);
        _clock.SetAlarm(_start + 100);
        _time.Advance(100);
        Assert.Equal(1, _alarms);
    }

    private void Read(int stepMs, int forMs)
    {
        for (int passed = 0; passed < forMs; passed += stepMs)
        {
            _time.Advance(stepMs);
            _clock.NowMs();
        }
    }
}
