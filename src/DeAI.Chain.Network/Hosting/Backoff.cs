namespace DeAI.Chain.Network;

/// <summary>Doubles from a base to a cap; each wait is drawn from its upper half, so that nodes do not redial in step.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan cap, Random random)
{
    private int _failures;

    public TimeSpan Next()
    {
        double full = Math.Min(cap.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, Math.Min(_failures, 30)));
        _failures++;
        return TimeSpan.FromMilliseconds(full * (0.5 + (random.NextDouble() / 2)));
    }

    public void Reset() => _failures = 0;
}
