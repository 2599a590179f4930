using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Modules.Bounties.Contracts;
using DeAI.Chain.Modules.Bounties.Events;
using DeAI.Chain.Modules.Bounties.Messages;
using DeAI.Chain.Modules.Bounties.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Bounties.Handlers;

internal sealed class DisputeRejectionHandler(IRegistry registry) : MessageHandler<DisputeRejection>
{
    public override ushort MessageType => DisputeRejection.Type;

    public override string Name => "dispute_rejection";

    protected override Result CheckStateless(DisputeRejection message) => BountiesChecks.DigestIsGiven(message.Argument);

    protected override Work WorkOf(DisputeRejection message) => new(StateWrites: 3, MultiplyAccumulates: 0);

    protected override Result Check(DisputeRejection message, ReadContext context)
    {
        if (registry.Require(context.State, context.Sender, Role.Worker).Refusal is { } refusal)
        {
            return new Result(refusal);
        }

        if (!BountiesChecks.Find(context, message.Bounty).TryGet(out BountyRecord record, out Refusal? missing))
        {
            return new Result(missing);
        }

        if (record.Status != BountyStatus.Rejected)
        {
            return Result.Refuse(Errors.NotRejected, $"the bounty is {record.Status}");
        }

        if (!BountiesState.TryGetSubmission(context.State, message.Bounty, message.Submission, out SubmissionRecord? submission))
        {
            return Result.Refuse(Errors.UnknownSubmission, $"submission {message.Submission} of {record.Submissions}");
        }

        return submission.Worker == context.Sender
            ? Result.Ok
            : Result.Refuse(Errors.NotYours, $"the submission is {submission.Worker.ToShortString()}'s");
    }

    protected override void Apply(DisputeRejection message, ApplyContext context)
    {
        BountyRecord record = BountiesState.Get(context.State, message.Bounty);
        ulong heights = ParameterStore.Get(context.State, BountiesParameters.RulingHeights);
        Height until = new(checked(context.Block.Height.Value + heights));
        BountyRecord disputed = record with { Status = BountyStatus.Disputed, Deadline = until, Chosen = message.Submission };
        BountiesState.Put(context.State, message.Bounty, disputed);
        BountiesEvents.Disputed(context, message.Bounty, message.Submission, message.Argument, until);
    }
}
