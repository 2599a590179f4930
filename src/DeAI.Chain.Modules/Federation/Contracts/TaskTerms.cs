using DeAI.Chain.Learning;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Federation.Contracts;

/// <summary>Everything a sponsor proposes. It never changes afterwards.</summary>
/// <param name="Name">Shown to people, 1 to 64 bytes.</param>
/// <param name="Purpose">What members must have consented to, lower snake case.</param>
/// <param name="Model">The model and the rules of its training.</param>
/// <param name="DataSchema">Digest of the schema that data sets must follow.</param>
/// <param name="Ranges">The ranges that encoded rows must keep.</param>
/// <param name="WeightsSeed">From which the first round's model is made.</param>
public sealed record TaskTerms(
    string Name,
    string Purpose,
    ModelSpecification Model,
    Hash256 DataSchema,
    RowSchema Ranges,
    Hash256 WeightsSeed,
    TrainingTerms Training,
    PhaseLengths Phases,
    RewardTerms Reward) : ICanonical<TaskTerms>
{
    public const int MaxNameBytes = 64;
    public const int MaxPurposeBytes = 64;

    /// <summary>Integer products of replaying one member's run.</summary>
    public ulong ReplayProducts => (ulong)ReplayCost.MultiplyAccumulates(Model, Training.StepsPerRound, ModelSpecification.BatchRows);

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(9);
        writer.Write(Name);
        writer.Write(Purpose);
        writer.Write(Model);
        writer.Write(DataSchema);
        writer.Write(Ranges);
        writer.Write(WeightsSeed);
        writer.Write(Training);
        writer.Write(Phases);
        writer.Write(Reward);
    }

    public static TaskTerms Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(9);
        return new TaskTerms(
            reader.ReadString(MaxNameBytes),
            reader.ReadString(MaxPurposeBytes),
            reader.Read<ModelSpecification>(),
            reader.ReadHash256(),
            reader.Read<RowSchema>(),
            reader.ReadHash256(),
            reader.Read<TrainingTerms>(),
            reader.Read<PhaseLengths>(),
            reader.Read<RewardTerms>());
    }
}
