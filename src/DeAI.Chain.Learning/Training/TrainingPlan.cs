using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Learning;

/// <summary>What the round forces on a member's run.</summary>
/// <param name="Seed">Of beacon, task, round, member and data root: no two members share it.</param>
/// <param name="FirstStep">Steps of the task before this round; chooses the learning rates.</param>
/// <param name="Steps">Of this run, 1 to <see cref="MaxSteps"/>.</param>
/// <param name="CheckpointEvery">Steps between leaves of the transcript, at least 1.</param>
public sealed record TrainingPlan(Hash256 Seed, ulong FirstStep, int Steps, int CheckpointEvery) : ICanonical<TrainingPlan>
{
    public const int MaxSteps = 100_000;

    /// <summary>Leaves beside the first.</summary>
    public const int MaxCheckpoints = 1024;

    /// <summary>Leaves of the transcript: the start, every full interval, and the end. 0 for a plan without an interval, which is not valid.</summary>
    public int LeafCount => CheckpointEvery < 1 ? 0 : 1 + ((Steps + CheckpointEvery - 1) / CheckpointEvery);

    public Result Validate()
    {
        bool valid = Steps is >= 1 and <= MaxSteps && CheckpointEvery is >= 1 and <= MaxSteps && LeafCount <= MaxCheckpoints + 1
            && FirstStep <= ulong.MaxValue - MaxSteps && !Seed.IsDefault;
        return valid
            ? Result.Ok
            : Result.Refuse(TrainingErrors.BadPlan, $"{Steps} steps from {FirstStep} with a leaf every {CheckpointEvery}");
    }

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.Write(Seed);
        writer.Write(FirstStep);
        writer.Write(Steps);
        writer.Write(CheckpointEvery);
    }

    public static TrainingPlan Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(4);
        Hash256 seed = reader.ReadHash256();
        ulong first = reader.ReadUInt64();
        int steps = reader.ReadInt32();
        return new TrainingPlan(seed, first, steps, reader.ReadInt32());
    }
}
