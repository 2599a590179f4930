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
        long loss = FrozenTables.Softplus(logit) - (delay > _lateMinutes ? (long)logit << 6 : 0);
        return loss + DelayLoss(minutes, delay);
    }

    /// <summary>Huber loss of the minutes in units of 32, Q16, weighted.</summary>
    private long DelayLoss(int minutes, int delay)
    {
        long error = Math.Abs((long)Error(minutes, delay));
        long twice = error <= _delta ? error * error : ((2 * error) - _delta) * _delta;
        return twice >> (5 + _weightShift);
    }

    /// <summary>Derivative by the logit, Q15.</summary>
    public int LateGradient(int logit, int delay) => FrozenTables.Sigmoid(logit) - (delay > _lateMinutes ? 32768 : 0);

    /// <summary>Derivative by the minutes' output, Q15, weighted.</summary>
    public int DelayGradient(int minutes, int delay) =>
        Math.Clamp(Error(minutes, delay), -_delta, _delta) << (5 - _weightShift);

    /// <summary>Q10 in units of 32 minutes, which is Q5 in minutes.</summary>
    private int Error(int minutes, int delay) =>
        minutes - (Math.Clamp(delay, -_delayLimit, _delayLimit) << KernelFormat.MinuteBits);
}
