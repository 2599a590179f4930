using DeAI.Chain.Agent.Data;
using DeAI.Chain.Learning;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Agent.Rounds;

/// <summary>All that a member's part in a round depends on. Equal inputs make equal contributions, so nothing has to be kept.</summary>
public sealed record TrainingInput(
    ContributionKey Key, TaskRecord Task, ModelWeights Start, Hash256 Seed, SaltedBlocks Data, Bytes32 UpdateSalt)
{
    public TaskTerms Terms => Task.Terms;

    /// <summary>What the chain forces on the run.</summary>
    public TrainingPlan Plan => new(Seed, Task.StepsDone, Terms.Training.StepsPerRound, Terms.Training.CheckpointEvery);
}
