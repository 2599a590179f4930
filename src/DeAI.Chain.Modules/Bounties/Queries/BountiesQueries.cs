using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Bounties.Contracts;
using DeAI.Chain.Modules.Bounties.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Bounties.Queries;

/// <summary>Read-only answers about bounties.</summary>
public static class BountiesQueries
{
    public static bool TryGet(IStateReader state, Hash256 bounty, [NotNullWhen(true)] out BountyRecord? record) =>
        BountiesState.TryGet(state, bounty, out record);

    /// <summary>Bounties in ascending order of id.</summary>
    /// <param name="after">The last id of the page before; <c>default</c> for the first page.</param>
    public static IEnumerable<KeyValuePair<Hash256, BountyRecord>> Bounties(IStateReader state, Hash256 after = default) =>
        BountiesState.Bounties(state, after);

    /// <summary>In the order of submission: the place is the number.</summary>
    public static IEnumerable<SubmissionRecord> Submissions(IStateReader state, Hash256 bounty) => BountiesState.Submissions(state, bounty);

    /// <summary>The id of the deposit that holds the reward.</summary>
    public static Hash256 EscrowId(Hash256 bounty) => BountiesState.EscrowId(bounty);

    /// <summary>The state key of a bounty, for proofs.</summary>
    public static byte[] BountyKey(Hash256 bounty) => BountiesState.BountyKey(bounty);
}
