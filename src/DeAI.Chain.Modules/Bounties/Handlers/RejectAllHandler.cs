using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Modules.Bounties.Contracts;
using DeAI.Chain.Modules.Bounties.Events;
using DeAI.Chain.Modules.Bounties.Messages;
using DeAI.Chain.Modules.Bounties.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Bounties.Handlers;

internal sealed class RejectAllHandler : MessageHandler<RejectAll>
{
    public override ushort MessageType => RejectAll.Type;

    public override string Name => "reject_all";

    protected override Result CheckStateless(RejectAll message) => BountiesChecks.DigestIsGiven(message.Reason);

    protected override Work WorkOf(RejectAll message) => new(StateWrites: 3, MultiplyAccumulates: 0);

    protected override Result Check(RejectAll message, ReadContext context) =>
        BountiesChecks.FindOwn(context, message.Bounty).TryGet(out BountyRecord record, out Refusal? refusal)
            ? BountiesChecks.IsUndecided(record)
            : new Result(refusal);

    protected override void Apply(RejectAll message, ApplyContext context)
    {
        BountyRecord record = BountiesState.Get(context.State, message.Bounty);
        ulong heights = ParameterStore.Get(context.State, BountiesParameters.DisputeHeights);
        Height until = new(checked(context.Block.Height.Value + heights));
        BountiesState.Put(context.State, message.Bounty, record with { Status = BountyStatus.Rejected, Deadline = until });
        BountiesEvents.Rejected(context, message.Bounty, message.Reason, until);
    }
}
