using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Governance.Contracts;
using DeAI.Chain.Modules.Governance.Events;
using DeAI.Chain.Modules.Governance.Messages;
using DeAI.Chain.Modules.Governance.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Governance.Handlers;

internal sealed class CastVoteHandler(IRegistry registry) : MessageHandler<CastVote>
{
    public override ushort MessageType => CastVote.Type;

    public override string Name => "cast_vote";

    protected override Work WorkOf(CastVote message) => new(StateWrites: 4, MultiplyAccumulates: 0);

    protected override Result Check(CastVote message, ReadContext context)
    {
        if (!registry.Require(context.State, context.Sender, Role.Delegate).TryGet(out AccountRecord account, out Refusal? refusal))
        {
            return new Result(refusal);
        }

        if (!GovernanceState.TryGet(context.State, message.Proposal, out ProposalRecord? record))
        {
            return Result.Refuse(Errors.UnknownProposal, $"there is no proposal {message.Proposal.ToShortString()}");
        }

        if (record.Status != ProposalStatus.Voting || context.Block.Height > record.VotingEnds)
        {
            return Result.Refuse(Errors.NotVoting, $"the proposal is {record.Status}, votes until height {record.VotingEnds}");
        }

        OrganisationId group = GovernanceState.ElectorateOf(context.State, message.Proposal).GroupOf(account.Organisation);
        if (group.Value == 0)
        {
            return Result.Refuse(Errors.NoVote, $"organisation {account.Organisation} was not live when the proposal was made");
        }

        return GovernanceState.TryGetVote(context.State, message.Proposal, group, out VoteRecord? vote)
            ? Result.Refuse(Errors.AlreadyVoted, $"{vote.Voter.ToShortString()} voted for group {group} at height {vote.Height}")
            : Result.Ok;
    }

    protected override void Apply(CastVote message, ApplyContext context)
    {
        OrganisationId organisation = registry.Require(context.State, context.Sender, Role.Delegate).Value.Organisation;
        Electorate electorate = GovernanceState.ElectorateOf(context.State, message.Proposal);
        OrganisationId group = electorate.GroupOf(organisation);
        VoteRecord vote = new(context.Sender, message.InFavour, electorate.PowerOf(group), context.Block.Height);
        ProposalRecord record = GovernanceState.Get(context.State, message.Proposal);
        GovernanceState.PutVote(context.State, message.Proposal, group, vote);
        GovernanceState.Put(context.State, message.Proposal, record with { Tally = record.Tally.With(message.InFavour, vote.Power) });
        GovernanceEvents.Voted(context, message.Proposal, group, vote);
    }
}
