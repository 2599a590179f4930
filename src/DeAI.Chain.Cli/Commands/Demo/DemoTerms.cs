using DeAI.Chain.Agent;
using DeAI.Chain.Learning;
using DeAI.Chain.Modules.Federation.Contracts;

namespace DeAI.Chain.Cli.Commands.Demo;

/// <summary>The task of the story: the tried one of the agent, in the sizes of this run.</summary>
internal static class DemoTerms
{
    public const string Name = DemoTask.Name;
    public const string Purpose = DemoTask.Purpose;
    public const int HoldoutBlocksPerRound = 4;

    public static TaskTerms Of(DemoSettings settings)
    {
        int steps = settings.StepsPerRound;
        ulong all = settings.Rounds * (ulong)steps;
        ModelSpecification model = ModelSpecification.Create(
            [44, 64, 32, 2],
            [new LearningRateStep(0, 3, 3), new LearningRateStep(all / 2, 3, 4), new LearningRateStep(all * 5 / 6, 1, 4)]);
        return DemoTask.Terms with
        {
            Model = model,
            Training = DemoTask.Training with
            {
                Rounds = settings.Rounds,
                StepsPerRound = steps,
                CheckpointEvery = Math.Max(1, steps / 3),
                MinContributors = 3,
            },
            Phases = settings.Phases,
        };
    }
}
