using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Registry.Contracts;

/// <summary>What other modules may ask the registry.</summary>
public interface IRegistry
{
    bool TryGetAccount(IStateReader state, AccountId account, [NotNullWhen(true)] out AccountRecord? record);

    bool TryGetOrganisation(IStateReader state, OrganisationId organisation, [NotNullWhen(true)] out OrganisationRecord? record);

    bool TryGetNode(IStateReader state, PublicKey node, [NotNullWhen(true)] out NodeRecord? record);

    /// <summary>All organisations, ascending.</summary>
    IEnumerable<OrganisationRow> Organisations(IStateReader state);

    /// <summary>The account exists, its organisation is live, and it has every one of the roles.</summary>
    /// <returns>The account's record, or <c>registry.unknown_account</c>, <c>registry.organisation_not_live</c>, <c>registry.missing_role</c>.</returns>
    Result<AccountRecord> Require(IStateReader state, AccountId account, Role roles);
}
