using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accountability.Contracts;
using DeAI.Chain.Modules.Accountability.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Accountability.Queries;

/// <summary>Read-only answers about offences and bonds of validators.</summary>
public static class AccountabilityQueries
{
    /// <summary>The first proven offence of a node's key, or null.</summary>
    public static OffenceRecord? OffenceOf(IStateReader state, PublicKey node) =>
        AccountabilityState.TryGetOffence(state, node, out OffenceRecord? offence) ? offence : null;

    public static IEnumerable<KeyValuePair<PublicKey, OffenceRecord>> Offences(IStateReader state) => AccountabilityState.Offences(state);

    /// <summary>Who voted in an epoch; null where its validators can be reported no more.</summary>
    public static EpochSeats? SeatsOf(IStateReader state, Epoch epoch) =>
        AccountabilityState.TryGetSeats(state, epoch, out EpochSeats? seats) ? seats : null;

    /// <summary>The deposit that is the organisation's bond, for the queries of Accounts.</summary>
    public static Hash256 BondOf(OrganisationId organisation) => AccountabilityState.BondOf(organisation);
}
