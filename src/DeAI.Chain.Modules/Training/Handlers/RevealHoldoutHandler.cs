using System.Collections.Immutable;
using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Training.Events;
using DeAI.Chain.Modules.Training.Messages;
using DeAI.Chain.Modules.Training.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Training.Handlers;

internal sealed class RevealHoldoutHandler(IFederation federation) : MessageHandler<RevealHoldout>
{
    public override ushort MessageType => RevealHoldout.Type;

    public override string Name => "reveal_holdout";

    public override bool IsSponsored => true;

    protected override Work WorkOf(RevealHoldout message) => new(StateWrites: 1, MultiplyAccumulates: 0);

    protected override Result Check(RevealHoldout message, ReadContext context)
    {
        Result<ActiveContribution> found = federation.RequireActive(context, message.Task, message.Round, RoundPhase.Holdout);
        if (!found.TryGet(out ActiveContribution active, out Refusal? refusal))
        {
            return new Result(refusal);
        }

        if (active.Row.Record.Status != ContributionStatus.Accepted)
        {
            return Result.Refuse(Errors.NotAccepted, $"the contribution is {active.Row.Record.Status}: its rows are not asked for");
        }

        return TrainingState.HasRevealed(context.State, active.Row.Key)
            ? Result.Refuse(Errors.AlreadyRevealed, $"organisation {active.Row.Key.Organisation} showed its rows before")
            : CheckBlocks(message, active);
    }

    protected override void Apply(RevealHoldout message, ApplyContext context)
    {
        ContributionRow row = federation.RequireActive(context.AsRead(), message.Task, message.Round, RoundPhase.Holdout).Value.Row;
        ImmutableArray<DataBlock> blocks = [.. message.Blocks.Select(static revealed => revealed.Block)];
        TrainingState.PutRevealed(context.State, row.Key, new Sequence<DataBlock>(blocks));
        TrainingEvents.Revealed(context, row.Key, blocks.Length);
    }

    private static Result CheckBlocks(RevealHoldout message, ActiveContribution active)
    {
        ContributionRecord record = active.Row.Record;
        TaskTerms terms = active.Round.Task.Terms;
        Sequence<int> chosen = HoldoutSelection.Of(
            active.Round.Round.HoldoutSeed, active.Row.Key, record.HoldoutBlocks, terms.Training.HoldoutBlocks);
        if (message.Blocks.Count != chosen.Count)
        {
            return Result.Refuse(Errors.WrongHoldout, $"{message.Blocks.Count} blocks were shown, {chosen.Count} are asked for");
        }

        for (int i = 0; i < chosen.Count; i++)
        {
            RevealedBlock revealed = message.Blocks[i];
            bool inPlace = revealed.Path.Index == (ulong)chosen[i] && revealed.Path.Count == record.HoldoutBlocks
                && revealed.Path.Verify(record.HoldoutRoot, revealed.Block.SaltedLeaf(revealed.Salt));
            if (!inPlace)
            {
                return Result.Refuse(Errors.WrongHoldout, $"block {chosen[i]} is asked for, block {revealed.Path.Index} does not prove to be it");
            }

            Result inRange = terms.Ranges.Check(revealed.Block);
            if (!inRange.IsOk)
            {
                return inRange;
            }
        }

        return Result.Ok;
    }
}
