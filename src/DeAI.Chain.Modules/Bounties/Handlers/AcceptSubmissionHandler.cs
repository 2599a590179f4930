using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Bounties.Contracts;
using DeAI.Chain.Modules.Bounties.Messages;
using DeAI.Chain.Modules.Bounties.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Bounties.Handlers;

internal sealed class AcceptSubmissionHandler(Settlement settlement) : MessageHandler<AcceptSubmission>
{
    public override ushort MessageType => AcceptSubmission.Type;

    public override string Name => "accept_submission";

    protected override Work WorkOf(AcceptSubmission message) => new(StateWrites: 6, MultiplyAccumulates: 0);

    protected override Result Check(AcceptSubmission message, ReadContext context)
    {
        if (!BountiesChecks.FindOwn(context, message.Bounty).TryGet(out BountyRecord record, out Refusal? refusal))
        {
            return new Result(refusal);
        }

        Result undecided = BountiesChecks.IsUndecided(record);
        return undecided.IsOk && message.Submission >= record.Submissions
            ? Result.Refuse(Errors.UnknownSubmission, $"submission {message.Submission} of {record.Submissions}")
            : undecided;
    }

    protected override void Apply(AcceptSubmission message, ApplyContext context) =>
        settlement.Pay(context, message.Bounty, BountiesState.Get(context.State, message.Bounty), message.Submission, "accepted");
}
