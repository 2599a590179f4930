using System.Numerics;
using DeAI.Chain.Compute;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning;

/// <summary>What a specification must keep so that no accumulator of kernel version 1 can overflow. The proof is in the README.</summary>
internal static class SpecificationRules
{
    public static Result Check(ModelSpecification specification)
    {
        if (specification.KernelVersion != 1 || specification.Tables != FrozenTables.Hash)
        {
            return Refuse($"kernel {specification.KernelVersion} with tables {specification.Tables.ToShortString()} is not known here");
        }

        if (specification.DelayLimitMinutes is < 1 or > ModelSpecification.MaxDelayLimitMinutes
            || Math.Abs((long)specification.LateMinutes) > specification.DelayLimitMinutes
            || specification.HuberDelta is < 1 or > 1024
            || specification.DelayWeightShift is < 0 or > 5)
        {
            return Refuse("a head's constants are out of range");
        }

        Result widths = CheckWidths(specification.Widths.Span);
        return widths.IsOk ? CheckRates(specification.LearningRates.Span) : widths;
    }

    /// <summary>Largest shift that a gradient of this shape can need, by the same worst case as the accumulators' bound.</summary>
    internal static int LargestGradientShift(ReadOnlySpan<int> widths)
    {
        int exponent = KernelFormat.HeadExponent + Excess(32768);
        int largest = exponent + KernelFormat.MasterBits - KernelFormat.BatchBits;
        for (int layer = widths.Length - 2; layer > 0; layer--)
        {
            // A head's gradient has two columns that are not zero; a hidden layer's has as many as its width.
            exponent += Excess(127 * 127 * widths[layer + 1]) - KernelFormat.WeightBits;
            largest = Math.Max(largest, exponent + KernelFormat.MasterBits - KernelFormat.BatchBits);
        }

        return largest;
    }

    private static int Excess(int magnitude) => Math.Max(0, BitOperations.Log2((uint)magnitude) + 1 - 7);

    private static Result CheckWidths(ReadOnlySpan<int> widths)
    {
        if (widths.Length is < 3 or > ModelSpecification.MaxLayers + 1 || widths[^1] != 2)
        {
            return Refuse("features, one to three hidden layers and two heads are needed");
        }

        if (widths[0] is < 4 or > ModelSpecification.MaxWidth || widths[0] % 4 != 0)
        {
            return Refuse($"{widths[0]} features are not a multiple of 4 up to {ModelSpecification.MaxWidth}");
        }

        foreach (int width in widths[1..^1])
        {
            if (width is < 16 or > ModelSpecification.MaxWidth || width % 16 != 0)
            {
                return Refuse($"a hidden layer of {width} is not a multiple of 16 up to {ModelSpecification.MaxWidth}");
            }
        }

        int shift = LargestGradientShift(widths);
        return shift <= MomentumStep.MaxGradientShift
            ? Result.Ok
            : Refuse($"gradients of this shape can need a shift of {shift}, more than {MomentumStep.MaxGradientShift}");
    }

    private static Result CheckRates(ReadOnlySpan<LearningRateStep> rates)
    {
        if (rates.Length is < 1 or > ModelSpecification.MaxLearningRates || rates[0].FromStep != 0)
        {
            return Refuse("the table of learning rates must begin at step 0");
        }

        for (int i = 0; i < rates.Length; i++)
        {
            if (!rates[i].IsValid || (i > 0 && rates[i].FromStep <= rates[i - 1].FromStep))
            {
                return Refuse($"entry {i} of the table of learning rates is out of range or order");
            }
        }

        return Result.Ok;
    }

    private static Result Refuse(string detail) => Result.Refuse(TrainingErrors.BadSpecification, detail);
}
