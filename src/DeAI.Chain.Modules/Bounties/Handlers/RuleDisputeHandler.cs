using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Bounties.Contracts;
using DeAI.Chain.Modules.Bounties.Messages;
using DeAI.Chain.Modules.Bounties.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Bounties.Handlers;

internal sealed class RuleDisputeHandler(IRegistry registry, Settlement settlement) : MessageHandler<RuleDispute>
{
    public override ushort MessageType => RuleDispute.Type;

    public override string Name => "rule_dispute";

    protected override Work WorkOf(RuleDispute message) => new(StateWrites: 6, MultiplyAccumulates: 0);

    protected override Result Check(RuleDispute message, ReadContext context)
    {
        if (registry.Require(context.State, context.Sender, Role.Approver).Refusal is { } refusal)
        {
            return new Result(refusal);
        }

        if (!BountiesChecks.Find(context, message.Bounty).TryGet(out BountyRecord record, out Refusal? missing))
        {
            return new Result(missing);
        }

        if (record.Status != BountyStatus.Disputed)
        {
            return Result.Refuse(Errors.NotDisputed, $"the bounty is {record.Status}");
        }

        _ = BountiesState.TryGetSubmission(context.State, message.Bounty, record.Chosen, out SubmissionRecord? submission);
        OrganisationId own = BountiesChecks.GroupOf(context, registry, context.Sender);
        bool isParty = own == BountiesChecks.GroupOf(context, registry, record.Funder)
            || own == BountiesChecks.GroupOf(context, registry, submission!.Worker);
        return isParty
            ? Result.Refuse(Errors.NotImpartial, $"the sender is of group {own}, as one of the parties")
            : Result.Ok;
    }

    protected override void Apply(RuleDispute message, ApplyContext context)
    {
        BountyRecord record = BountiesState.Get(context.State, message.Bounty);
        if (message.PayWorker)
        {
            settlement.Pay(context, message.Bounty, record, record.Chosen, "ruling");
        }
        else
        {
            settlement.Refund(context, message.Bounty, record, BountyStatus.Refunded, "ruling");
        }
    }
}
