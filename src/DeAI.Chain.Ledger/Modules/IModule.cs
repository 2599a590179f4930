using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Modules;

/// <summary>A native module: everything it registers with the ledger.</summary>
public interface IModule
{
    /// <summary>Permanent; part of every state key and transaction.</summary>
    ModuleId Id { get; }

    /// <summary>Lower case; the prefix of its reason codes, events and parameters, and the name of its genesis section.</summary>
    string Name { get; }

    /// <summary>The rule version that brought the module; before it, it is as if it were not there.</summary>
    ulong Since => RuleVersions.First;

    IReadOnlyList<IMessageHandler> Handlers { get; }

    IReadOnlyList<ParameterDefinition> Parameters { get; }

    IReadOnlyList<IInvariant> Invariants { get; }

    /// <summary>Writes the module's part of the state at height 0.</summary>
    /// <returns>A refusal names the path within the section.</returns>
    Result InitialiseGenesis(GenesisSection section, IStateWriter state);

    /// <summary>Runs before the block's transactions, in catalogue order.</summary>
    void BeginBlock(ApplyContext context);

    /// <summary>Runs after the block's transactions, in catalogue order: deadlines in heights end here.</summary>
    void EndBlock(ApplyContext context);
}
