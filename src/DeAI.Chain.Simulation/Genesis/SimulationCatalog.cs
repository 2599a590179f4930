using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Accounts;
using DeAI.Chain.Modules.Registry;

namespace DeAI.Chain.Simulation.Genesis;

/// <summary>Registry and Accounts as in production, and the module that changes the validators.</summary>
public sealed class SimulationCatalog : IModuleCatalog
{
    public SimulationCatalog()
    {
        RegistryModule registry = new();
        Modules = [registry, new AccountsModule(registry.Contract), new RotationModule()];
        Gate = new TransactionGate(registry.Contract);
    }

    public IReadOnlyList<IModule> Modules { get; }

    public ITransactionGate Gate { get; }
}
