using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning;

/// <summary>The weighted mean of updates (McMahan et al. 2017, federated averaging) in integers.</summary>
public static class Aggregation
{
    public const int MaxUpdates = 256;

    /// <summary>With cut deltas and this many updates a sum stays below 2^56.</summary>
    public const int MaxWeight = 1 << 24;

    /// <summary>No verified delta is larger: twice the bound of a bias.</summary>
    private const int MaxDelta = 2 * KernelFormat.BiasBound;

    /// <summary>
    /// Per parameter start + floor((2 s + m) / (2 m)) with s the sum of weight times delta and m the sum of weights: to nearest, ties up.
    /// </summary>
    /// <returns>The next model; or a refusal where an update is not of this model or leads out of its bounds.</returns>
    public static Result<ModelWeights> Combine(
        ModelSpecification specification, ModelWeights start, ReadOnlySpan<WeightedUpdate> updates)
    {
        if (updates.Length is < 1 or > MaxUpdates)
        {
            return Result.Refuse<ModelWeights>(TrainingErrors.BadAggregation, $"{updates.Length} updates, 1 to {MaxUpdates} can be combined");
        }

        if (start.Validate(specification).Refusal is { } badStart)
        {
            return Result.Refuse<ModelWeights>(badStart);
        }

        long total = 0;
        long[] sums = new long[start.Values.Count];
        foreach (WeightedUpdate update in updates)
        {
            if (update.Weight is < 1 or > MaxWeight || update.Update.Deltas.Count != sums.Length)
            {
                return Result.Refuse<ModelWeights>(
                    TrainingErrors.BadAggregation, $"weight {update.Weight}, {update.Update.Deltas.Count} deltas for {sums.Length} parameters");
            }

            total += update.Weight;
            ReadOnlySpan<int> deltas = update.Update.Deltas.Span;
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += (long)update.Weight * Math.Clamp(deltas[i], -MaxDelta, MaxDelta);
            }
        }

        int[] values = new int[sums.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (int)(start.Values[i] + FloorDivide((2 * sums[i]) + total, 2 * total));
        }

        ModelWeights combined = new(Sequence.Create<int>(values));
        Result valid = combined.Validate(specification);
        return valid.Refusal is { } refusal ? Result.Refuse<ModelWeights>(refusal) : Result.Of(combined);
    }

    private static long FloorDivide(long numerator, long denominator)
    {
        long quotient = numerator / denominator;
        return numerator % denominator < 0 ? quotient - 1 : quotient;
    }
}
