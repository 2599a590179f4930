using DeAI.Chain.Compute;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning;

/// <summary>
/// Tier 1: replays a whole run. Pure, so every validator reaches the same verdict; the checks stand in the order of the README's list, the
/// cheap ones first, and the first that fails names the refusal.
/// </summary>
public sealed class ReplayVerifier(ITensorBackend backend)
{
    public Result<ReplayVerdict> Verify(ReplayTask task)
    {
        Result shape = CheckShape(task);
        if (shape.Refusal is { } malformed)
        {
            return Result.Refuse<ReplayVerdict>(malformed);
        }

        Result claims = CheckClaims(task);
        if (claims.Refusal is { } falseClaim)
        {
            return Result.Refuse<ReplayVerdict>(falseClaim);
        }

        Sequence<int> order = BatchOrder.From(task.Plan.Seed, task.BlockCount, task.Plan.Steps);
        Result data = CheckData(task, order);
        return data.Refusal is { } badData ? Result.Refuse<ReplayVerdict>(badData) : Replay(task, order);
    }

    /// <summary>1: what the chain supplies is valid. 2: every count is as the plan forces it.</summary>
    private static Result CheckShape(ReplayTask task)
    {
        Result valid = task.Specification.Validate();
        valid = valid.IsOk ? task.Plan.Validate() : valid;
        valid = valid.IsOk ? task.Start.Validate(task.Specification) : valid;
        if (!valid.IsOk)
        {
            return valid;
        }

        if (task.BlockCount is < 1 or > BatchOrder.MaxBlocks || task.Schema.Least.Length != task.Specification.Features)
        {
            return Result.Refuse(TrainingErrors.BadPlan, $"{task.BlockCount} blocks, a schema of {task.Schema.Least.Length} features");
        }

        int opened = task.Opening.Blocks.Count + task.Opening.HiddenLeaves.Count;
        if (task.Opening.Transcript.Leaves.Count != task.Plan.LeafCount || task.Update.Deltas.Count != task.Start.Values.Count
            || opened != task.BlockCount)
        {
            return Result.Refuse(
                TrainingErrors.WrongCount,
                $"{task.Opening.Transcript.Leaves.Count} leaves for {task.Plan.LeafCount}, {task.Update.Deltas.Count} deltas for "
                + $"{task.Start.Values.Count}, {opened} blocks for {task.BlockCount}");
        }

        return Result.Ok;
    }

    /// <summary>3: the trace is the committed one. 4: made under this member's seed. 5: from the round's start. 6: the update is the committed one.</summary>
    private static Result CheckClaims(ReplayTask task)
    {
        Transcript transcript = task.Opening.Transcript;
        Hash256 root = transcript.Root;
        if (root != task.Commitment.TranscriptRoot)
        {
            return Result.Refuse(TrainingErrors.WrongTranscriptRoot, $"the opened trace has root {root}, committed was {task.Commitment.TranscriptRoot}");
        }

        if (transcript.Seed != task.Plan.Seed)
        {
            return Result.Refuse(
                TrainingErrors.CopiedUpdate, $"the trace was made under seed {transcript.Seed}, this member's is {task.Plan.Seed}");
        }

        Hash256 start = task.Start.ToState().Digest;
        TranscriptLeaf first = transcript.Leaves[0];
        if (first.State != start || first.Step != 0 || first.LossSum != 0)
        {
            return Result.Refuse(TrainingErrors.WrongStart, $"the trace starts in state {first.State}, the round in {start}");
        }

        Hash256 update = task.Update.Hash;
        return update == task.Commitment.UpdateHash
            ? Result.Ok
            : Result.Refuse(TrainingErrors.WrongUpdateHash, $"the submitted update has hash {update}, committed was {task.Commitment.UpdateHash}");
    }

    /// <summary>7: the blocks are those of the forced order. 8: values in range. 9: under the registered root.</summary>
    private static Result CheckData(ReplayTask task, Sequence<int> order)
    {
        Hash256 forced = BatchOrder.HashOf(order.Span);
        if (task.Opening.Transcript.OrderHash != forced)
        {
            return Result.Refuse(
                TrainingErrors.WrongBlockOrder, $"the trace used order {task.Opening.Transcript.OrderHash}, the seed forces {forced}");
        }

        bool[] used = Opening.UsedBlocks(order.Span, task.BlockCount);
        Hash256[] leaves = new Hash256[task.BlockCount];
        int opened = 0;
        int hidden = 0;
        for (int index = 0; index < leaves.Length; index++)
        {
            if (!used[index] && hidden < task.Opening.HiddenLeaves.Count)
            {
                leaves[index] = task.Opening.HiddenLeaves[hidden++];
                continue;
            }

            if (!used[index] || opened >= task.Opening.Blocks.Count || task.Opening.Blocks[opened].Index != index)
            {
                return Result.Refuse(TrainingErrors.WrongBlockOrder, $"block {index} must {(used[index] ? "be opened" : "stay hidden")}");
            }

            OpenedBlock block = task.Opening.Blocks[opened++];
            Result inRange = task.Schema.Check(block.Block);
            if (inRange.Refusal is { } refusal)
            {
                return Result.Refuse(refusal.Code, $"block {index}: {refusal.Detail}");
            }

            leaves[index] = block.Block.SaltedLeaf(block.Salt);
        }

        Hash256 root = MerkleTree.Root(leaves);
        return root == task.DataRoot
            ? Result.Ok
            : Result.Refuse(TrainingErrors.ForeignBlock, $"the opened blocks have root {root}, registered was {task.DataRoot}");
    }

    /// <summary>10: every leaf is what its steps lead to. 11: the last state is the submitted result.</summary>
    private Result<ReplayVerdict> Replay(ReplayTask task, Sequence<int> order)
    {
        Network network = new(task.Specification, backend);
        LoadedBlock[] blocks = new LoadedBlock[task.BlockCount];
        foreach (OpenedBlock opened in task.Opening.Blocks.Span)
        {
            blocks[opened.Index] = network.Load(opened.Block);
        }

        RunInProgress run = new(network, task.Start, task.Plan, order);
        ReadOnlySpan<TranscriptLeaf> leaves = task.Opening.Transcript.Leaves.Span;
        TranscriptLeaf reached = leaves[0];
        for (int i = 1; i < leaves.Length; i++)
        {
            int from = run.Done;
            run.Advance(blocks);
            reached = run.Leaf();
            if (reached != leaves[i])
            {
                return Mismatch(leaves[i], reached, from, i == leaves.Length - 1);
            }
        }

        ModelState final = network.Save();
        for (int i = 0; i < final.Weights.Count; i++)
        {
            long submitted = (long)task.Start.Values[i] + task.Update.Deltas[i];
            if (submitted != final.Weights[i])
            {
                return Result.Refuse<ReplayVerdict>(
                    TrainingErrors.ResultMismatch, $"parameter {i} of the submitted result is {submitted}, training leads to {final.Weights[i]}");
            }
        }

        long rows = (long)task.Plan.Steps * ModelSpecification.BatchRows;
        long distinct = (long)task.Opening.Blocks.Count * ModelSpecification.BatchRows;
        return Result.Of(new ReplayVerdict(reached.State, reached.LossSum, rows, distinct));
    }

    /// <summary>
    /// A last leaf whose losses are right was reached by the right steps and altered afterwards. Anything else went wrong in a step since
    /// the leaf before.
    /// </summary>
    private static Result<ReplayVerdict> Mismatch(TranscriptLeaf claimed, TranscriptLeaf reached, int from, bool isLast)
    {
        bool altered = isLast && claimed.LossSum == reached.LossSum && claimed.Step == reached.Step;
        return altered
            ? Result.Refuse<ReplayVerdict>(
                TrainingErrors.ResultMismatch, $"the trace ends in state {claimed.State}, training in {reached.State} with the same losses")
            : Result.Refuse<ReplayVerdict>(
                TrainingErrors.StepMismatch,
                $"a step of {from + 1} to {reached.Step} was not done as forced: claimed {claimed.State}, replayed {reached.State}");
    }
}
