namespace DeAI.Chain.Load;

/// <summary>Counts latencies in steps of a tenth of a millisecond up to ten seconds; what is longer counts as ten.</summary>
internal sealed class LatencyRecorder
{
    private const int Steps = 100_000;
    private readonly long[] _counts = new long[Steps + 1];

    public long Count { get; private set; }

    public void Add(TimeSpan latency)
    {
        _counts[Math.Clamp((int)(latency.TotalMilliseconds * 10), 0, Steps)]++;
        Count++;
    }

    public void Merge(LatencyRecorder other)
    {
        for (int i = 0; i <= Steps; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
    }

    /// <summary>The latency in milliseconds that the given share of all was not longer than; 0 if there are none.</summary>
    public double PercentileMs(double share)
    {
        long rank = (long)Math.Ceiling(Count * share);
        long seen = 0;
        for (int i = 0; i <= Steps; i++)
        {
            seen += _counts[i];
            if (seen >= rank && seen > 0)
            {
                return i / 10.0;
            }
        }

        return 0;
    }
}
