using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Handlers;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Registry;

/// <summary>Organisations, accounts, roles and node keys.</summary>
public sealed class RegistryModule : IModule
{
    public RegistryModule()
    {
        RegistryContract contract = new();
        Contract = contract;
        Handlers =
        [
            new RegisterOrganisationHandler(contract),
            new RegisterAccountHandler(contract),
            new RotateKeyHandler(),
            new SetRolesHandler(contract),
            new DeclareAffiliationHandler(contract),
            new SetSuspensionHandler(contract),
            new RegisterNodeHandler(contract),
            new ExitHandler(contract),
        ];
    }

    /// <summary>What the other modules are given.</summary>
    public IRegistry Contract { get; }

    public ModuleId Id => ModuleIds.Registry;

    public string Name => "registry";

    public IReadOnlyList<IMessageHandler> Handlers { get; }

    public IReadOnlyList<ParameterDefinition> Parameters => [];

    public IReadOnlyList<IInvariant> Invariants { get; } = [new OwnersExist()];

    public Result InitialiseGenesis(GenesisSection section, IStateWriter state) => RegistryGenesis.Initialise(section, state);

    public void BeginBlock(ApplyContext context)
    {
    }

    public void EndBlock(ApplyContext context)
    {
    }
}
