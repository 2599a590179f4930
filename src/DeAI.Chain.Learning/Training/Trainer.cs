using System.Collections.Immutable;
using DeAI.Chain.Compute;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning;

/// <summary>Runs a member's part of a round: pure integer arithmetic, the same bytes on every machine.</summary>
public static class Trainer
{
    /// <param name="start">The round's published model; its momentum starts at zero.</param>
    /// <param name="blocks">All registered blocks, by index.</param>
    /// <exception cref="ArgumentException">The specification, plan, model or a block is not valid: the caller made them.</exception>
    public static TrainingRun Run(
        ModelSpecification specification,
        ITensorBackend backend,
        ModelWeights start,
        TrainingPlan plan,
        ReadOnlySpan<DataBlock> blocks)
    {
        Require(specification.Validate());
        Require(plan.Validate());
        Require(start.Validate(specification));
        Network network = new(specification, backend);
        LoadedBlock[] loaded = new LoadedBlock[blocks.Length];
        for (int i = 0; i < blocks.Length; i++)
        {
            if (blocks[i].Rows.Length != DataBlock.LengthFor(specification.Features))
            {
                throw new ArgumentException($"Block {i} has {blocks[i].Rows.Length} bytes.", nameof(blocks));
            }

            loaded[i] = network.Load(blocks[i]);
        }

        Sequence<int> order = BatchOrder.From(plan.Seed, blocks.Length, plan.Steps);
        ImmutableArray<TranscriptLeaf>.Builder leaves = ImmutableArray.CreateBuilder<TranscriptLeaf>(plan.LeafCount);
        RunInProgress run = new(network, start, plan, order);
        leaves.Add(run.Leaf());
        while (run.Done < plan.Steps)
        {
            run.Advance(loaded);
            leaves.Add(run.Leaf());
        }

        ModelState final = network.Save();
        Transcript transcript = new(plan.Seed, BatchOrder.HashOf(order.Span), new Sequence<TranscriptLeaf>(leaves.MoveToImmutable()));
        return new TrainingRun(final, transcript, ModelUpdate.Between(start, final.ToWeights()));
    }

    private static void Require(Result result)
    {
        if (result.Refusal is { } refusal)
        {
            throw new ArgumentException(refusal.ToString());
        }
    }
}
