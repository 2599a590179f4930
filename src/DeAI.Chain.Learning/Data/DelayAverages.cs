namespace DeAI.Chain.Learning.Data;

/// <summary>
/// What finished flights say about a place, a route or the network, at five speeds. Delays in 1/16 minute, late rates in 1/1024. Each faster
/// mean is pulled towards the next slower one, so a quiet hour reads as the usual and not as zero.
/// </summary>
internal struct DelayAverages
{
    /// <summary>Ticks of 5 minutes: half-life about half an hour.</summary>
    public const int QuickTick = 5;

    /// <summary>Ticks of 12 minutes: half-life about one hour.</summary>
    public const int FastTick = 12;

    /// <summary>Ticks of one hour: half-life about five hours.</summary>
    public const int DayTick = 60;

    /// <summary>Ticks of two days: half-life about ten days.</summary>
    public const int SlowTick = 2880;

    /// <summary>What is assumed before anything is known: five minutes, and a fifth late.</summary>
    private const int UsualDelay = 5 * 16;

    private const int UsualLate = 205;

    private DecayedSum _quick;
    private DecayedSum _fast;
    private DecayedSum _day;
    private DecayedSum _slow;
    private DecayedSum _lateFast;
    private DecayedSum _lateDay;
    private DecayedSum _lateSlow;

    public void Add(int utc, int delay16, int late1024)
    {
        _quick.Add(Tick(utc, QuickTick), delay16);
        _fast.Add(Tick(utc, FastTick), delay16);
        _day.Add(Tick(utc, DayTick), delay16);
        _slow.Add(Tick(utc, SlowTick), delay16);
        _lateFast.Add(Tick(utc, FastTick), late1024);
        _lateDay.Add(Tick(utc, DayTick), late1024);
        _lateSlow.Add(Tick(utc, SlowTick), late1024);
    }

    public int QuickMean(int utc) => _quick.Mean(Tick(utc, QuickTick), FastMean(utc), 2);

    public int FastMean(int utc) => _fast.Mean(Tick(utc, FastTick), DayMean(utc), 2);

    public int DayMean(int utc) => _day.Mean(Tick(utc, DayTick), SlowMean(utc), 3);

    public int SlowMean(int utc) => _slow.Mean(Tick(utc, SlowTick), UsualDelay, 8);

    public int LateFastMean(int utc) => _lateFast.Mean(Tick(utc, FastTick), LateDayMean(utc), 2);

    public int LateDayMean(int utc) => _lateDay.Mean(Tick(utc, DayTick), LateSlowMean(utc), 3);

    public int LateSlowMean(int utc) => _lateSlow.Mean(Tick(utc, SlowTick), UsualLate, 8);

    /// <summary>How many recent flights stand behind the fast means, doubled.</summary>
    public int Evidence(int utc) => _fast.WeightTimes16(Tick(utc, FastTick)) / 8;

    private static int Tick(int utc, int length) => CivilTime.FloorDiv(utc, length);
}
