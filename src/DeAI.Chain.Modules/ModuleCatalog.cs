using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Accounts;
using DeAI.Chain.Modules.Bounties;
using DeAI.Chain.Modules.Consent;
using DeAI.Chain.Modules.Registry;

namespace DeAI.Chain.Modules;

/// <summary>
/// All native modules in their fixed order, with the gate that Registry and Accounts make up. The order is part of the rules: block hooks run
/// in it, and genesis sections are read in it.
/// </summary>
public sealed class ModuleCatalog : IModuleCatalog
{
    private ModuleCatalog(IReadOnlyList<IModule> modules, ITransactionGate gate)
    {
        Modules = modules;
        Gate = gate;
    }

    public IReadOnlyList<IModule> Modules { get; }

    public ITransactionGate Gate { get; }

    /// <summary>Makes every module and gives each what it needs of the others: the only place where they meet.</summary>
    public static ModuleCatalog Create()
    {
        RegistryModule registry = new();
        AccountsModule accounts = new(registry.Contract);
        ConsentModule consent = new(registry.Contract);
        BountiesModule bounties = new(registry.Contract, accounts.Credits);
        IModule[] modules = [registry, accounts, consent, bounties];
        return new ModuleCatalog(modules, new TransactionGate(registry.Contract));
    }
}
