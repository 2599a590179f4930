using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Registry.Queries;

/// <summary>Read-only answers about organisations, accounts and nodes.</summary>
public static class RegistryQueries
{
    public static bool TryGetAccount(IStateReader state, AccountId account, [NotNullWhen(true)] out AccountRecord? record) =>
        RegistryState.TryGetAccount(state, account, out record);

    public static bool TryGetOrganisation(
        IStateReader state, OrganisationId organisation, [NotNullWhen(true)] out OrganisationRecord? record) =>
        RegistryState.TryGetOrganisation(state, organisation, out record);

    /// <summary>All organisations, ascending.</summary>
    public static IEnumerable<OrganisationRow> Organisations(IStateReader state) => RegistryState.Organisations(state);

    /// <summary>All accounts, ascending by id.</summary>
    public static IEnumerable<KeyValuePair<AccountId, AccountRecord>> Accounts(IStateReader state) => RegistryState.Accounts(state);

    /// <summary>All registered node keys, ascending: who may connect as a peer.</summary>
    public static IEnumerable<KeyValuePair<PublicKey, NodeRecord>> Nodes(IStateReader state) => RegistryState.Nodes(state);

    /// <summary>The state key of an account's record, for proofs.</summary>
    public static byte[] AccountKey(AccountId account) => RegistryState.AccountKey(account);
}
