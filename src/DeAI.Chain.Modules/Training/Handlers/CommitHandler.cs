using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Training.Contracts;
using DeAI.Chain.Modules.Training.Events;
using DeAI.Chain.Modules.Training.Messages;
using DeAI.Chain.Modules.Training.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Training.Handlers;

internal sealed class CommitHandler(IFederation federation) : MessageHandler<Commit>
{
    public override ushort MessageType => Commit.Type;

    public override string Name => "commit";

    public override bool IsSponsored => true;

    protected override Result CheckStateless(Commit message) =>
        message.TranscriptRoot.IsDefault || message.ResultDigest.IsDefault || message.UpdateCommitment.IsDefault
            ? Result.Refuse(Errors.BadCommitment, "a committed hash is zero")
            : Result.Ok;

    protected override Work WorkOf(Commit message) => new(StateWrites: 2, MultiplyAccumulates: 0);

    protected override Result Check(Commit message, ReadContext context)
    {
        Result<ActiveContribution> found = federation.RequireActive(context, message.Task, message.Round, RoundPhase.Commit);
        if (!found.TryGet(out ActiveContribution active, out Refusal? refusal))
        {
            return new Result(refusal);
        }

        return active.Row.Record.Status == ContributionStatus.Registered
            ? Result.Ok
            : Result.Refuse(Errors.AlreadyCommitted, $"the contribution is {active.Row.Record.Status}");
    }

    protected override void Apply(Commit message, ApplyContext context)
    {
        ContributionRow row = federation.RequireActive(context.AsRead(), message.Task, message.Round, RoundPhase.Commit).Value.Row;
        CommitmentRecord record = new(message.TranscriptRoot, message.ResultDigest, message.UpdateCommitment, context.Block.Height);
        TrainingState.PutCommitment(context.State, row.Key, record);
        federation.SetStatus(context.State, row, ContributionStatus.Committed);
        TrainingEvents.Committed(context, row.Key);
    }
}
