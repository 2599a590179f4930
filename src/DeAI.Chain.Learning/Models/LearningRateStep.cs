using DeAI.Chain.Compute;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Learning;

/// <summary>A learning rate of Numerator / 2^Shift from a step of the task on, until the next entry.</summary>
/// <param name="FromStep">Counted over the whole task, from 0.</param>
/// <param name="Numerator">1 to 127.</param>
/// <param name="Shift">1 to 24.</param>
public readonly record struct LearningRateStep(ulong FromStep, int Numerator, int Shift) : ICanonical<LearningRateStep>
{
    /// <summary>Whether the rate is inside the bounds that the optimiser's proof needs.</summary>
    public bool IsValid => Numerator is >= 1 and <= MomentumStep.MaxRateNumerator && Shift is >= 1 and <= MomentumStep.MaxRateShift;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(FromStep);
        writer.Write(Numerator);
        writer.Write(Shift);
    }

    public static LearningRateStep Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        ulong fromStep = reader.ReadUInt64();
        int numerator = reader.ReadInt32();
        return new LearningRateStep(fromStep, numerator, reader.ReadInt32());
    }
}
