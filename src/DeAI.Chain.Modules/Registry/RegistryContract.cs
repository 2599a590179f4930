using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Registry;

/// <summary>The registry as the other modules see it.</summary>
internal sealed class RegistryContract : IRegistry
{
    public bool TryGetAccount(IStateReader state, AccountId account, [NotNullWhen(true)] out AccountRecord? record) =>
        RegistryState.TryGetAccount(state, account, out record);

    public bool TryGetOrganisation(
        IStateReader state, OrganisationId organisation, [NotNullWhen(true)] out OrganisationRecord? record) =>
        RegistryState.TryGetOrganisation(state, organisation, out record);

    public bool TryGetNode(IStateReader state, PublicKey node, [NotNullWhen(true)] out NodeRecord? record) =>
        RegistryState.TryGetNode(state, node, out record);

    public IEnumerable<OrganisationRow> Organisations(IStateReader state) => RegistryState.Organisations(state);

    public Result<AccountRecord> Require(IStateReader state, AccountId account, Role roles)
    {
        if (!RegistryState.TryGetAccount(state, account, out AccountRecord? record))
        {
            return Result.Refuse<AccountRecord>(Errors.UnknownAccount, $"account {account.ToShortString()} is not registered");
        }

        if (!RegistryState.TryGetOrganisation(state, record.Organisation, out OrganisationRecord? organisation)
            || organisation.Status != OrganisationStatus.Live)
        {
            OrganisationStatus status = organisation?.Status ?? OrganisationStatus.None;
            return Result.Refuse<AccountRecord>(Errors.OrganisationNotLive, $"organisation {record.Organisation} is {status}");
        }

        return (record.Roles & roles) == roles
            ? Result.Of(record)
            : Result.Refuse<AccountRecord>(Errors.MissingRole, $"needs {roles & ~record.Roles}, has {record.Roles}");
    }
}
