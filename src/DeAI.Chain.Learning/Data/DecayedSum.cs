namespace DeAI.Chain.Learning.Data;

/// <summary>
/// An exponentially fading sum and count on a grid of ticks: both lose an eighth per tick (half-life 5.2 ticks). Integers only, and
/// independent of the order of additions within a tick.
/// </summary>
internal struct DecayedSum
{
    /// <summary>After so many ticks less than 3 in a million is left: forgotten.</summary>
    private const int Horizon = 96;

    /// <summary>Weights and values are Q12, so that a shift by 3 loses nothing that a feature could show.</summary>
    private const int Shift = 12;

    private int _tick;
    private long _sum;
    private long _weight;

    public void Add(int tick, int value)
    {
        FadeTo(tick);
        _sum += (long)value << Shift;
        _weight += 1L << Shift;
    }

    /// <summary>The faded mean pulled towards a prior.</summary>
    /// <param name="tick">Now; not before the last addition.</param>
    /// <param name="prior">The mean when nothing is known, in the unit of the values.</param>
    /// <param name="priorWeight">How many additions the prior is worth, at least 1.</param>
    public int Mean(int tick, int prior, int priorWeight)
    {
        FadeTo(tick);

        // Division truncates towards zero.
        return (int)((_sum + (((long)prior * priorWeight) << Shift)) / (_weight + ((long)priorWeight << Shift)));
    }

    /// <summary>The faded count of additions, times 16.</summary>
    public int WeightTimes16(int tick)
    {
        FadeTo(tick);
        return (int)long.Min(_weight >> (Shift - 4), int.MaxValue);
    }

    private void FadeTo(int tick)
    {
        int elapsed = tick - _tick;
        _tick = tick;
        if (elapsed > Horizon)
        {
            _sum = 0;
            _weight = 0;
            return;
        }

        for (int i = 0; i < elapsed; i++)
        {
            _sum -= _sum >> 3;
            _weight -= _weight >> 3;
        }
    }
}
