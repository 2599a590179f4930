using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Bounties.Contracts;
using DeAI.Chain.Modules.Bounties.Events;
using DeAI.Chain.Modules.Bounties.Messages;
using DeAI.Chain.Modules.Bounties.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Bounties.Handlers;

internal sealed class PostBountyHandler(IRegistry registry, ICredits credits, Settlement settlement) : MessageHandler<PostBounty>
{
    public override ushort MessageType => PostBounty.Type;

    public override string Name => "post_bounty";

    protected override Result CheckStateless(PostBounty message)
    {
        if (!ModuleChecks.IsPrintable(message.Title))
        {
            return Result.Refuse(Errors.BadTitle, "the title is empty, has blanks at an end or holds control characters");
        }

        return message.Reward.IsZero ? Result.Refuse(Errors.ZeroReward, "the reward is zero") : BountiesChecks.DigestIsGiven(message.Criteria);
    }

    protected override Work WorkOf(PostBounty message) => new(StateWrites: 5, MultiplyAccumulates: 0);

    protected override Result Check(PostBounty message, ReadContext context)
    {
        if (registry.Require(context.State, context.Sender, Role.Funder).Refusal is { } refusal)
        {
            return new Result(refusal);
        }

        Height now = context.Block.Height;
        ulong longest = ParameterStore.Get(context.State, BountiesParameters.MaxSubmitHeights);
        if (message.SubmitUntil <= now || message.SubmitUntil.Value - now.Value > longest)
        {
            return Result.Refuse(Errors.BadDeadline, $"submissions until {message.SubmitUntil}, must be within {longest} heights after {now}");
        }

        ulong decide = ParameterStore.Get(context.State, BountiesParameters.MaxDecideHeights);
        if (message.DecideHeights == 0 || message.DecideHeights > decide)
        {
            return Result.Refuse(Errors.BadDeadline, $"{message.DecideHeights} heights to decide, 1 to {decide} are allowed");
        }

        return credits.CanPay(context.State, context.Sender, message.Reward)
            ? Result.Ok
            : Result.Refuse(
                Errors.InsufficientCredits,
                $"the sender holds {credits.HeldBy(context.State, context.Sender)}, the reward is {message.Reward}");
    }

    protected override void Apply(PostBounty message, ApplyContext context)
    {
        Height decideUntil = new(checked(message.SubmitUntil.Value + message.DecideHeights));
        BountyRecord record = new(
            context.Sender,
            message.Title,
            message.Criteria,
            message.Reward,
            context.Block.Height,
            message.SubmitUntil,
            decideUntil,
            BountyStatus.Open,
            Submissions: 0,
            Deadline: message.SubmitUntil,
            Chosen: 0);
        settlement.TakeIn(context.State, context.Transaction, context.Sender, message.Reward);
        BountiesState.Put(context.State, context.Transaction, record);
        BountiesEvents.Posted(context, context.Transaction, record);
    }
}
