using System.Collections.Immutable;
using DeAI.Chain.Agent.Chain;
using DeAI.Chain.Agent.Data;
using DeAI.Chain.Agent.Rounds;
using DeAI.Chain.Compute;
using DeAI.Chain.Learning;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Training.Contracts;
using DeAI.Chain.Modules.Training.Messages;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Agent.Sabotage;

/// <summary>
/// A drill: makes an otherwise honest contribution with exactly one fault, so that people see the validators refuse it, and why. Nothing uses
/// it unless the configuration says so.
/// </summary>
public sealed class Saboteur(SabotageKind kind, ITensorBackend backend)
{
    /// <summary>Organisations that a thief looks at, from 1.</summary>
    private const uint MostVictims = 64;

    /// <summary>A false contribution; null while a thief has nothing to steal yet.</summary>
    public async Task<PreparedContribution?> BuildAsync(TrainingInput input, ChainReader chain, CancellationToken cancellation)
    {
        TrainingRun honest = Run(input, input.Start, input.Plan, input.Data);
        return kind switch
        {
            SabotageKind.AlteredWeight => AlterWeight(input, honest),
            SabotageKind.SkippedStep => SkipStep(input, honest),
            SabotageKind.ForeignBlock => UseForeignBlock(input),
            SabotageKind.WrongStart => StartElsewhere(input),
            SabotageKind.CopiedUpdate => await StealAsync(input, honest, chain, cancellation),
            _ => throw new InvalidOperationException($"{kind} is no fault."),
        };
    }

    /// <summary>A weight is moved by one unit of what a replica predicts with, and the trace's last leaf claims that state.</summary>
    private static PreparedContribution AlterWeight(TrainingInput input, TrainingRun honest)
    {
        int[] weights = [.. honest.Final.Weights.Span];
        weights[0] += weights[0] > 0 ? -(1 << 14) : 1 << 14;
        ModelState altered = new(Sequence.Create<int>(weights), honest.Final.Momentum);
        TrainingRun claimed = new(
            altered,
            honest.Transcript with { Leaves = WithLast(honest.Transcript.Leaves, honest.Transcript.Leaves.Span[^1] with { State = altered.Digest }) },
            ModelUpdate.Between(input.Start, altered.ToWeights()));
        return Show(input, claimed, input.Data);
    }

    /// <summary>The trace of a run that is a step shorter, relabelled.</summary>
    private PreparedContribution SkipStep(TrainingInput input, TrainingRun honest)
    {
        if (input.Plan.Steps < 2)
        {
            throw new InvalidOperationException("A run of one step has none to skip.");
        }

        TrainingRun lazy = Run(input, input.Start, input.Plan with { Steps = input.Plan.Steps - 1 }, input.Data);
        Sequence<TranscriptLeaf> leaves = lazy.Transcript.Leaves;
        TranscriptLeaf last = leaves.Span[^1] with { Step = input.Plan.Steps };
        leaves = leaves.Count == input.Plan.LeafCount ? WithLast(leaves, last) : new Sequence<TranscriptLeaf>(leaves.Items.Add(last));
        return Show(input, new TrainingRun(lazy.Final, honest.Transcript with { Leaves = leaves }, lazy.Update), input.Data);
    }

    /// <summary>The first block of the forced order is another one: its rows exist, but under no declared root.</summary>
    private PreparedContribution UseForeignBlock(TrainingInput input)
    {
        int place = BatchOrder.From(input.Seed, input.Data.Blocks.Length, 1)[0];
        DataBlock block = input.Data.Blocks[place];
        int[] delays = new int[ModelSpecification.BatchRows];
        for (int row = 0; row < delays.Length; row++)
        {
            delays[row] = block.Delay(delays.Length - 1 - row);
        }

        ImmutableArray<DataBlock> blocks = input.Data.Blocks.SetItem(place, DataBlock.Create(block.Features, delays));
        SaltedBlocks foreign = new(blocks, input.Data.Salts);
        return Show(input, Run(input, input.Start, input.Plan, foreign), foreign);
    }

    private PreparedContribution StartElsewhere(TrainingInput input)
    {
        ModelWeights elsewhere = InitialWeights.From(input.Terms.Model, input.Seed);
        TrainingRun run = Run(input, elsewhere, input.Plan, input.Data);
        return Show(input, run with { Update = ModelUpdate.Between(input.Start, run.Final.ToWeights()) }, input.Data);
    }

    /// <summary>Claims the result that another member committed to.</summary>
    private static async Task<PreparedContribution?> StealAsync(
        TrainingInput input, TrainingRun honest, ChainReader chain, CancellationToken cancellation)
    {
        PreparedContribution own = Show(input, honest, input.Data);
        for (uint victim = 1; victim <= MostVictims; victim++)
        {
            ContributionKey key = input.Key with { Organisation = new OrganisationId(victim) };
            if (key != input.Key && await chain.CommitmentAsync(key, cancellation) is { } theirs)
            {
                // Their commitment to the update is bound to them and cannot be opened, so a thief has to make one of its own.
                return own with { Commit = own.Commit with { TranscriptRoot = theirs.TranscriptRoot, ResultDigest = theirs.ResultDigest } };
            }
        }

        return null;
    }

    private static PreparedContribution Show(TrainingInput input, TrainingRun run, SaltedBlocks data) =>
        ContributionBuilder.Wrap(input, run, Opening.Of(run, input.Plan, data.Blocks.AsSpan(), data.Salts.AsSpan()));

    private static Sequence<TranscriptLeaf> WithLast(Sequence<TranscriptLeaf> leaves, TranscriptLeaf last) =>
        new(leaves.Items.SetItem(leaves.Count - 1, last));

    private TrainingRun Run(TrainingInput input, ModelWeights start, TrainingPlan plan, SaltedBlocks data) =>
        Trainer.Run(input.Terms.Model, backend, start, plan, data.Blocks.AsSpan());
}
