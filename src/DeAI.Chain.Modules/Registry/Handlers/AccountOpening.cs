using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Events;
using DeAI.Chain.Modules.Registry.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Registry.Handlers;

/// <summary>Opens an account: its first key is its id.</summary>
internal static class AccountOpening
{
    public static void Open(ApplyContext context, OrganisationId organisation, PublicKey key, Role roles)
    {
        AccountId account = new(key.Value);
        RegistryState.PutAccount(context.State, account, new AccountRecord(organisation, key, roles));
        RegistryState.UseKey(context.State, key, account);
        RegistryEvents.AccountRegistered(context, account, organisation, roles);
    }
}
