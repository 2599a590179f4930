using System.Buffers.Binary;
using System.Collections.Immutable;
using DeAI.Chain.Compute;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Learning;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Agent.Evaluation;

/// <summary>What a member reaches by itself: the task's schedule on its own blocks, without anybody's update. Nothing of it goes on chain.</summary>
public static class LocalTraining
{
    /// <summary>As many steps, rates and restarts of the momentum as in the task, so that only the data differ.</summary>
    /// <param name="blocks">Of one member.</param>
    /// <param name="seed">Orders the blocks.</param>
    public static ModelWeights Run(TaskTerms terms, ImmutableArray<DataBlock> blocks, Hash256 seed, ITensorBackend backend)
    {
        ModelWeights weights = InitialWeights.From(terms.Model, terms.WeightsSeed);
        Span<byte> number = stackalloc byte[sizeof(uint)];
        for (uint round = 0; round < terms.Training.Rounds; round++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(number, round);
            Hash256 order = DomainHash.Of("deai.agent.local.v1", seed.ToArray(), number);
            ulong first = (ulong)round * (ulong)terms.Training.StepsPerRound;
            TrainingPlan plan = new(order, first, terms.Training.StepsPerRound, terms.Training.CheckpointEvery);
            weights = Trainer.Run(terms.Model, backend, weights, plan, blocks.AsSpan()).Final.ToWeights();
        }

        return weights;
    }
}
