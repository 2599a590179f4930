using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Modules.Governance.Contracts;
using DeAI.Chain.Modules.Governance.Events;
using DeAI.Chain.Modules.Governance.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Governance;

/// <summary>What happens to proposals at their heights: the count, and the execution.</summary>
internal sealed class Decisions(Execution execution)
{
    /// <summary>Proposals that one block decides at most; more wait for the next block.</summary>
    public const int MaxPerBlock = 256;

    public void End(ApplyContext context)
    {
        foreach (Hash256 proposal in GovernanceState.Deadlines.TakeDue(context.State, context.Block.Height, MaxPerBlock))
        {
            ProposalRecord record = GovernanceState.Get(context.State, proposal);
            switch (record.Status)
            {
                case ProposalStatus.Voting:
                    Count(context, proposal, record);
                    break;
                case ProposalStatus.Waiting:
                    Execute(context, proposal, record);
                    break;
                default:
                    // An earlier one of this block changed the validators and ended it.
                    break;
            }
        }
    }

    private static void Count(ApplyContext context, Hash256 proposal, ProposalRecord record)
    {
        bool organisations = record.Tally.OrganisationsAgree(ParameterStore.Get(context.State, GovernanceParameters.OrganisationQuorum));
        bool points = record.Tally.PointsAgree(ParameterStore.Get(context.State, GovernanceParameters.PointsQuorum));
        if (organisations && points)
        {
            GovernanceState.Put(context.State, proposal, record with { Status = ProposalStatus.Waiting });
            GovernanceEvents.Passed(context, proposal, record);
        }
        else
        {
            GovernanceState.Put(context.State, proposal, record with { Status = ProposalStatus.Rejected });
            GovernanceEvents.Rejected(context, proposal, organisations, points);
        }
    }

    private void Execute(ApplyContext context, Hash256 proposal, ProposalRecord record)
    {
        Result<string> result = execution.Run(context.State, record.Change);
        if (result.TryGet(out string effect, out Refusal? refusal))
        {
            GovernanceState.Put(context.State, proposal, record with { Status = ProposalStatus.Executed, Effect = effect });
            GovernanceEvents.Executed(context, proposal, effect);
            if (record.Change.IsValidatorChange)
            {
                EndOtherSeatChanges(context);
            }
        }
        else
        {
            Fail(context, proposal, record, refusal.Code);
        }
    }

    /// <summary>Who voted on another change of validators judged it on a set that is no more. It can be proposed again, on the new one.</summary>
    private static void EndOtherSeatChanges(ApplyContext context)
    {
        KeyValuePair<Hash256, ProposalRecord>[] others =
            [.. GovernanceState.Pending(context.State).Where(static entry => entry.Value.Change.IsValidatorChange)];
        foreach ((Hash256 proposal, ProposalRecord record) in others)
        {
            Fail(context, proposal, record, Errors.ValidatorsChanged);
        }
    }

    private static void Fail(ApplyContext context, Hash256 proposal, ProposalRecord record, ReasonCode reason)
    {
        GovernanceState.Put(context.State, proposal, record with { Status = ProposalStatus.Failed, Failure = reason.ToString() });
        GovernanceEvents.Failed(context, proposal, reason);
    }
}
