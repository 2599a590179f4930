using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Federation.Contracts;

/// <summary>A task's money. Parts are millionths.</summary>
/// <param name="Bond">Locked by each member for each round; lost by who does not deliver, or delivers what was not trained.</param>
/// <param name="PerRound">Paid for a completed round; all rounds' together are locked when the task is proposed.</param>
/// <param name="WorkParts">Of <paramref name="PerRound"/>: for verified rows.</param>
/// <param name="QualityParts">Of <paramref name="PerRound"/>: for what the updates were worth.</param>
/// <param name="ValidatorParts">Of <paramref name="PerRound"/>: for checking, to the treasury. The three sum to one million.</param>
/// <param name="PredictionPrice">Credits for a prediction by the task's versions, until their publisher changes it.</param>
/// <param name="ContributorParts">Of a prediction's price; the rest goes to the treasury.</param>
public sealed record RewardTerms(
    Credits Bond,
    Credits PerRound,
    uint WorkParts,
    uint QualityParts,
    uint ValidatorParts,
    Credits PredictionPrice,
    uint ContributorParts) : ICanonical<RewardTerms>
{
    public const uint Whole = 1_000_000;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(7);
        writer.Write(Bond);
        writer.Write(PerRound);
        writer.Write(WorkParts);
        writer.Write(QualityParts);
        writer.Write(ValidatorParts);
        writer.Write(PredictionPrice);
        writer.Write(ContributorParts);
    }

    public static RewardTerms Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(7);
        return new RewardTerms(
            reader.ReadCredits(),
            reader.ReadCredits(),
            reader.ReadUInt32(),
            reader.ReadUInt32(),
            reader.ReadUInt32(),
            reader.ReadCredits(),
            reader.ReadUInt32());
    }
}
