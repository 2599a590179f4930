using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules;

namespace DeAI.Chain.Simulation.Genesis;

/// <summary>The production modules, and behind them the one that changes the validators.</summary>
public sealed class SimulationCatalog : IModuleCatalog
{
    public SimulationCatalog()
    {
        ModuleCatalog production = ModuleCatalog.Create();
        Modules = [.. production.Modules, new RotationModule()];
        Gate = production.Gate;
    }

    public IReadOnlyList<IModule> Modules { get; }

    public ITransactionGate Gate { get; }
}
