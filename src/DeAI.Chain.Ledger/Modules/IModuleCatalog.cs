namespace DeAI.Chain.Ledger.Modules;

/// <summary>All modules of the chain in their fixed order, and the gate they make up.</summary>
public interface IModuleCatalog
{
    IReadOnlyList<IModule> Modules { get; }

    ITransactionGate Gate { get; }
}
