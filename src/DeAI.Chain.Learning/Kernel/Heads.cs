namespace DeAI.Chain.Learning;

/// <summary>Losses and gradients of the two heads for one row.</summary>
internal readonly struct Heads
{
    private readonly int _lateMinutes;
    private readonly int _delayLimit;
    private readonly int _delta;
    private readonly int _weightShift;

    public Heads(ModelSpecification specification)
    {
        _lateMinutes = specification.LateMinutes;
        _delayLimit = specification.DelayLimitMinutes;
        _delta = specification.HuberDelta;
        _weightShift = specification.DelayWeightShift;
    }

    /// <summary>Cross-entropy plus weighted Huber loss, Q16.</summary>
    public long Loss(int logit, int minutes, int delay)
    {
        long cross = FrozenTables.Softplus(logit) - (((long)logit << 6) & LateMask(delay));
        long error = Math.Abs((long)Error(minutes, delay));
        long cut = Math.Min(error, _delta);
        return cross + ((((2 * error) - cut) * cut) >> (5 + _weightShift));
    }

    /// <summary>Derivative by the logit, Q15.</summary>
    public int LateGradient(int logit, int delay) => FrozenTables.Sigmoid(logit) - (32768 & LateMask(delay));

    /// <summary>Derivative by the minutes' output, Q15, weighted.</summary>
    public int DelayGradient(int minutes, int delay) =>
        Math.Min(Math.Max(Error(minutes, delay), -_delta), _delta) << (5 - _weightShift);

    /// <summary>All ones when late; a delay has 16 bits, so the difference cannot overflow.</summary>
    private int LateMask(int delay) => (_lateMinutes - delay) >> 31;

    /// <summary>Q10 in units of 32 minutes, which is Q5 in minutes.</summary>
    private int Error(int minutes, int delay) =>
        minutes - (Math.Min(Math.Max(delay, -_delayLimit), _delayLimit) << KernelFormat.MinuteBits);
}
