using DeAI.Chain.Agent.Data;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Learning;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Agent;

/// <summary>
/// The demo's training task, "delay on arrival, known at departure", with values that were tried on the committed flights: five members
/// reach .731 to .737 AUC together, .718 to .721 alone (README, "Figures").
/// </summary>
public static class DemoTask
{
    public const string Name = "delay";
    public const string Purpose = "delay_prediction";
    public const uint Rounds = 6;
    public const int StepsPerRound = 48;

    /// <summary>44 features, two hidden layers, 5,026 parameters; the rate falls by halves from 3/8 after half of the steps.</summary>
    public static ModelSpecification Model { get; } = ModelSpecification.Create(
        [44, 64, 32, 2],
        [
            new LearningRateStep(0, 3, 3),
            new LearningRateStep(3 * StepsPerRound, 3, 4),
            new LearningRateStep(5 * StepsPerRound, 1, 4),
        ]);

    public static TrainingTerms Training { get; } = new(
        Rounds, StepsPerRound, CheckpointEvery: 16, MinContributors: 2, MaxContributors: 6, RowCap: 65_536, HoldoutBlocks: 2, Threshold: 0);

    /// <summary>For a network with a block every second or two.</summary>
    public static PhaseLengths Phases { get; } = new(Registration: 6, SeedDelay: 2, Commit: 6, Open: 8, Holdout: 5);

    public static RewardTerms Reward { get; } = new(
        Bond: new Credits(5_000),
        PerRound: new Credits(60_000),
        WorkParts: 500_000,
        QualityParts: 400_000,
        ValidatorParts: 100_000,
        PredictionPrice: new Credits(100),
        ContributorParts: 900_000);

    /// <summary>Where the first round's weights come from.</summary>
    public static Hash256 WeightsSeed { get; } = Sha256.Hash("deai.demo.delay"u8);

    public static TaskTerms Terms { get; } = new(
        Name, Purpose, Model, FlightSource.SchemaDigest, FlightSource.Ranges, WeightsSeed, Training, Phases, Reward);
}
