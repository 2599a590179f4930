using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Governance.Contracts;
using DeAI.Chain.Modules.Governance.Events;
using DeAI.Chain.Modules.Governance.Messages;
using DeAI.Chain.Modules.Governance.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Governance.Handlers;

internal sealed class ProposeHandler(IRegistry registry, IPoints points, Execution execution) : MessageHandler<Propose>
{
    public override ushort MessageType => Propose.Type;

    public override string Name => "propose";

    protected override Result CheckStateless(Propose message) =>
        ModuleChecks.IsPrintable(message.Title)
            ? Result.Ok
            : Result.Refuse(Errors.BadTitle, "the title is empty, has blanks at an end or holds control characters");

    /// <summary>The snapshot of who may vote is one entry, but a long one: it is charged as sixteen.</summary>
    protected override Work WorkOf(Propose message) => new(StateWrites: 19, MultiplyAccumulates: 0);

    protected override Result Check(Propose message, ReadContext context)
    {
        if (!registry.Require(context.State, context.Sender, Role.Delegate).TryGet(out AccountRecord account, out Refusal? refusal))
        {
            return new Result(refusal);
        }

        Result room = HasRoom(message, context.State, GroupOf(context.State, account.Organisation));
        return room.IsOk ? new Result(execution.DryRun(context.State, message.Change).Refusal) : room;
    }

    protected override void Apply(Propose message, ApplyContext context)
    {
        AccountRecord account = registry.Require(context.State, context.Sender, Role.Delegate).Value;
        Electorate electorate = Electorate.Take(context.State, registry, points);
        Height votingEnds = Later(context.Block.Height, ParameterStore.Get(context.State, GovernanceParameters.VotingHeights));
        ProposalRecord record = new(
            context.Sender,
            GroupOf(context.State, account.Organisation),
            message.Title,
            message.Change,
            execution.DryRun(context.State, message.Change).Value,
            ProposalStatus.Voting,
            context.Block.Height,
            votingEnds,
            Later(votingEnds, ParameterStore.Get(context.State, GovernanceParameters.WaitingHeights)),
            electorate.NewTally(),
            Failure: string.Empty);
        GovernanceState.PutElectorate(context.State, context.Transaction, electorate);
        GovernanceState.Put(context.State, context.Transaction, record);
        GovernanceEvents.Proposed(context, context.Transaction, record);
    }

    private static Height Later(Height height, ulong heights) => new(checked(height.Value + heights));

    private static Result HasRoom(Propose message, IStateReader state, OrganisationId group)
    {
        ulong own = 0;
        bool isSeatChangePending = false;
        foreach (ProposalRecord pending in GovernanceState.Pending(state).Select(static entry => entry.Value).Where(record => record.Group == group))
        {
            own++;
            isSeatChangePending |= pending.Change.IsValidatorChange;
        }

        ulong most = ParameterStore.Get(state, GovernanceParameters.MaxPending);
        if (own >= most)
        {
            return Result.Refuse(Errors.TooManyPending, $"group {group} has {own} proposals pending, {most} are allowed");
        }

        return isSeatChangePending && message.Change.IsValidatorChange
            ? Result.Refuse(Errors.ValidatorChangePending, $"group {group} has a change of validators pending: one at a time")
            : Result.Ok;
    }

    private OrganisationId GroupOf(IStateReader state, OrganisationId organisation) =>
        registry.TryGetOrganisation(state, organisation, out OrganisationRecord? record) ? record.Group : default;
}
