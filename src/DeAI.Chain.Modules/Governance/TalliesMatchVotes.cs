using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Governance.Contracts;
using DeAI.Chain.Modules.Governance.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Governance;

/// <summary>
/// Every tally is the count of the stored votes and never more than its electorate; what is pending stands in the deadline index; at most one
/// pending proposal of a group changes the validators.
/// </summary>
internal sealed class TalliesMatchVotes : IInvariant
{
    public string Name => "governance.tallies_match_votes";

    public Result Check(IStateReader state)
    {
        int pending = 0;
        HashSet<OrganisationId> seatChanges = [];
        foreach (KeyValuePair<Hash256, ProposalRecord> proposal in GovernanceState.Proposals(state, default))
        {
            ProposalRecord record = proposal.Value;
            Electorate electorate = GovernanceState.ElectorateOf(state, proposal.Key);
            Tally counted = electorate.NewTally();
            foreach (KeyValuePair<OrganisationId, VoteRecord> vote in GovernanceState.Votes(state, proposal.Key))
            {
                counted = counted.With(vote.Value.InFavour, electorate.PowerOf(vote.Key));
            }

            if (counted != record.Tally || counted.GroupsFor + counted.GroupsAgainst > counted.Groups)
            {
                return Broken($"proposal {proposal.Key} says {record.Tally}, its votes are {counted}");
            }

            if (record.IsPending && !GovernanceState.Deadlines.Contains(state, record.Deadline, proposal.Key))
            {
                return Broken($"proposal {proposal.Key} waits for height {record.Deadline} and is not in the index");
            }

            pending += record.IsPending ? 1 : 0;
            if (record.IsPending && record.Change.IsValidatorChange && !seatChanges.Add(record.Group))
            {
                return Broken($"group {record.Group} has two changes of validators pending");
            }
        }

        int indexed = GovernanceState.Deadlines.Count(state);
        int listed = GovernanceState.Pending(state).Count();
        return indexed == pending && listed == pending
            ? Result.Ok
            : Broken($"{pending} proposals are pending, {indexed} have a deadline, {listed} are listed");
    }

    private Result Broken(string detail) => Result.Refuse(new ReasonCode(Name), detail);
}
