using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Governance.Contracts;
using DeAI.Chain.Modules.Governance.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Governance.Queries;

/// <summary>Read-only answers about proposals.</summary>
public static class GovernanceQueries
{
    public static bool TryGet(IStateReader state, Hash256 proposal, [NotNullWhen(true)] out ProposalRecord? record) =>
        GovernanceState.TryGet(state, proposal, out record);

    /// <summary>Proposals in ascending order of id.</summary>
    /// <param name="after">The last id of the page before; <c>default</c> for the first page.</param>
    public static IEnumerable<KeyValuePair<Hash256, ProposalRecord>> Proposals(IStateReader state, Hash256 after = default) =>
        GovernanceState.Proposals(state, after);

    /// <summary>The votes so far in both houses; null if there is no such proposal.</summary>
    public static Tally? TallyOf(IStateReader state, Hash256 proposal) =>
        GovernanceState.TryGet(state, proposal, out ProposalRecord? record) ? record.Tally : null;

    /// <summary>Votes by corporate group, ascending.</summary>
    public static IEnumerable<KeyValuePair<OrganisationId, VoteRecord>> VotesOn(IStateReader state, Hash256 proposal) =>
        GovernanceState.Votes(state, proposal);

    /// <summary>The state key of a proposal, for proofs.</summary>
    public static byte[] ProposalKey(Hash256 proposal) => GovernanceState.ProposalKey(proposal);
}
