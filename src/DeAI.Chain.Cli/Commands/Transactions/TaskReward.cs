namespace DeAI.Chain.Cli.Commands.Transactions;

/// <summary>In credits; parts are millionths (the meaning of each stands at RewardTerms).</summary>
internal sealed record TaskReward(
    ulong Bond, ulong PerRound, uint WorkParts, uint QualityParts, uint ValidatorParts, ulong PredictionPrice, uint ContributorParts);
