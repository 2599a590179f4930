namespace DeAI.Chain.Compute;

/// <summary>The constants of one optimiser step over one tensor (kernel version 1, rules in this project's README).</summary>
/// <param name="GradientShift">Power of two that turns an accumulated gradient into units of the momentum; negative shifts right.</param>
/// <param name="RateNumerator">Learning rate's numerator, 0 to 127.</param>
/// <param name="RateShift">Learning rate's denominator as a power of two, 1 to 24.</param>
/// <param name="MasterBound">Masters are kept in [-bound, bound].</param>
public readonly record struct MomentumStep(int GradientShift, int RateNumerator, int RateShift, int MasterBound)
{
    /// <summary>An accumulated gradient is cut to this magnitude, which bounds the momentum by 8 times it plus 8.</summary>
    public const int GradientBound = 1 << 20;

    public const int MaxRateNumerator = 127;

    public const int MaxRateShift = 24;

    public const int MaxGradientShift = 20;

    public const int MinGradientShift = -30;

    internal void Check(int masters, int momentum, int gradient)
    {
        if (masters != momentum || masters != gradient)
        {
            throw new ArgumentException($"Tensors of {masters}, {momentum} and {gradient} values do not belong together.");
        }

        if (GradientShift is < MinGradientShift or > MaxGradientShift || RateNumerator is < 0 or > MaxRateNumerator
            || RateShift is < 1 or > MaxRateShift || MasterBound is < 1 or > 1 << 29)
        {
            throw new ArgumentException($"Outside the proven bounds: {this}.");
        }
    }
}
