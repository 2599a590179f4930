using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Bounties.Contracts;
using DeAI.Chain.Modules.Bounties.Messages;
using DeAI.Chain.Modules.Bounties.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Bounties.Handlers;

internal sealed class WithdrawBountyHandler(Settlement settlement) : MessageHandler<WithdrawBounty>
{
    public override ushort MessageType => WithdrawBounty.Type;

    public override string Name => "withdraw_bounty";

    protected override Work WorkOf(WithdrawBounty message) => new(StateWrites: 5, MultiplyAccumulates: 0);

    protected override Result Check(WithdrawBounty message, ReadContext context)
    {
        if (!BountiesChecks.FindOwn(context, message.Bounty).TryGet(out BountyRecord record, out Refusal? refusal))
        {
            return new Result(refusal);
        }

        return record.Status == BountyStatus.Open
            ? Result.Ok
            : Result.Refuse(Errors.Locked, $"{record.Submissions} submitted: the reward is theirs to win");
    }

    protected override void Apply(WithdrawBounty message, ApplyContext context) =>
        settlement.Refund(
            context, message.Bounty, BountiesState.Get(context.State, message.Bounty), BountyStatus.Withdrawn, "withdrawn");
}
