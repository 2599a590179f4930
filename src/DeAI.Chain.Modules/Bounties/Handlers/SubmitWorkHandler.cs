using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Modules.Bounties.Contracts;
using DeAI.Chain.Modules.Bounties.Events;
using DeAI.Chain.Modules.Bounties.Messages;
using DeAI.Chain.Modules.Bounties.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Bounties.Handlers;

internal sealed class SubmitWorkHandler(IRegistry registry) : MessageHandler<SubmitWork>
{
    public override ushort MessageType => SubmitWork.Type;

    public override string Name => "submit_work";

    protected override Result CheckStateless(SubmitWork message) => BountiesChecks.DigestIsGiven(message.Evidence);

    protected override Work WorkOf(SubmitWork message) => new(StateWrites: 4, MultiplyAccumulates: 0);

    protected override Result Check(SubmitWork message, ReadContext context)
    {
        if (registry.Require(context.State, context.Sender, Role.Worker).Refusal is { } refusal)
        {
            return new Result(refusal);
        }

        if (!BountiesChecks.Find(context, message.Bounty).TryGet(out BountyRecord record, out Refusal? missing))
        {
            return new Result(missing);
        }

        if (record.Status is not (BountyStatus.Open or BountyStatus.Submitted) || context.Block.Height > record.SubmitUntil)
        {
            return Result.Refuse(Errors.Late, $"the bounty is {record.Status}, submissions until height {record.SubmitUntil}");
        }

        // Silence pays the first submission: a funder's own side must not be able to stand first in line.
        if (BountiesChecks.GroupOf(context, registry, context.Sender) == BountiesChecks.GroupOf(context, registry, record.Funder))
        {
            return Result.Refuse(Errors.OwnBounty, "funder and worker belong to one corporate group");
        }

        ulong most = ParameterStore.Get(context.State, BountiesParameters.MaxSubmissions);
        return record.Submissions >= most
            ? Result.Refuse(Errors.TooManySubmissions, $"{record.Submissions} submissions, {most} are allowed")
            : CheckOthers(message, context);
    }

    protected override void Apply(SubmitWork message, ApplyContext context)
    {
        BountyRecord record = BountiesState.Get(context.State, message.Bounty);
        SubmissionRecord submission = new(context.Transaction, context.Sender, message.Evidence, context.Block.Height);
        BountiesState.PutSubmission(context.State, message.Bounty, record.Submissions, submission);
        BountyRecord submitted = record with
        {
            Status = BountyStatus.Submitted,
            Submissions = record.Submissions + 1,
            Deadline = record.DecideUntil,
        };
        BountiesState.Put(context.State, message.Bounty, submitted);
        BountiesEvents.Submitted(context, message.Bounty, record.Submissions, submission);
    }

    private static Result CheckOthers(SubmitWork message, ReadContext context)
    {
        foreach (SubmissionRecord other in BountiesState.Submissions(context.State, message.Bounty))
        {
            if (other.Worker == context.Sender)
            {
                return Result.Refuse(Errors.AlreadySubmitted, $"the sender submitted at height {other.Height}");
            }

            if (other.Evidence == message.Evidence)
            {
                return Result.Refuse(Errors.EvidenceUsed, $"{other.Worker.ToShortString()} submitted the same evidence at height {other.Height}");
            }
        }

        return Result.Ok;
    }
}
