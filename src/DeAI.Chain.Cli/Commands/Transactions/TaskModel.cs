using DeAI.Chain.Learning;

namespace DeAI.Chain.Cli.Commands.Transactions;

/// <param name="Widths">Features, hidden layers, and 2.</param>
/// <param name="LearningRates">By step of the task, the first from step 0.</param>
internal sealed record TaskModel(int[] Widths, LearningRateStep[] LearningRates);
