using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Training.Contracts;
using DeAI.Chain.Modules.Training.Events;
using DeAI.Chain.Modules.Training.Messages;
using DeAI.Chain.Modules.Training.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Training.Handlers;

/// <summary>An opening that is admitted is applied whatever it shows: a false one costs the bond, which a refusal would leave untouched.</summary>
internal sealed class OpenHandler(IFederation federation, Judge judge) : MessageHandler<Open>
{
    public override ushort MessageType => Open.Type;

    public override string Name => "open";

    public override bool IsSponsored => true;

    protected override Work WorkOf(Open message) => new(StateWrites: 5, message.Products);

    protected override Result Check(Open message, ReadContext context)
    {
        Result<ActiveContribution> found = federation.RequireActive(context, message.Task, message.Round, RoundPhase.Open);
        if (!found.TryGet(out ActiveContribution active, out Refusal? refusal))
        {
            return new Result(refusal);
        }

        ContributionStatus status = active.Row.Record.Status;
        if (status != ContributionStatus.Committed)
        {
            bool judged = TrainingState.TryGetVerdict(context.State, active.Row.Key, out _);
            return Result.Refuse(judged ? Errors.AlreadyOpened : Errors.NotCommitted, $"the contribution is {status}");
        }

        ulong products = active.Round.Task.Terms.ReplayProducts;
        return message.Products == products
            ? Result.Ok
            : Result.Refuse(Errors.WrongWork, $"the replay takes {products} products, the message says {message.Products}");
    }

    protected override void Apply(Open message, ApplyContext context)
    {
        ActiveContribution active = federation.RequireActive(context.AsRead(), message.Task, message.Round, RoundPhase.Open).Value;
        ContributionRow row = active.Row;
        Result<ReplayVerdict> decision = judge.Decide(context.State, active.Round, row, message);
        bool accepted = decision.TryGet(out ReplayVerdict run, out Refusal? refusal);
        ReasonCode code = refusal?.Code ?? Errors.Accepted;
        VerdictRecord verdict = accepted
            ? new(code, context.Block.Height, context.Transaction, message.Update.Hash, run.Final, (ulong)run.Rows, (ulong)run.DistinctRows, run.LossSum)
            : new(code, context.Block.Height, context.Transaction, message.Update.Hash, default, 0, 0, 0);
        TrainingState.PutVerdict(context.State, row.Key, verdict);
        context.ReportVerdict(code);
        if (accepted)
        {
            TrainingState.PutUpdate(context.State, row.Key, message.Update);
            federation.SetStatus(context.State, row, ContributionStatus.Accepted);
            TrainingEvents.Accepted(context, row.Key, verdict);
        }
        else
        {
            federation.Drop(context.State, row, code, forfeit: true);
            TrainingEvents.Refused(context, row.Key, code, active.Round.Task.Terms.Reward.Bond);
        }
    }
}
