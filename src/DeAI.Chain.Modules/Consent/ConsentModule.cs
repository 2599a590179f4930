using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Consent.Contracts;
using DeAI.Chain.Modules.Consent.Handlers;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Consent;

/// <summary>Data sets, consents to their use, and erasures.</summary>
public sealed class ConsentModule : IModule
{
    public ConsentModule(IRegistry registry)
    {
        Contract = new ConsentContract(registry);
        Handlers =
        [
            new DeclareDataSetHandler(registry),
            new GiveConsentHandler(registry),
            new RevokeConsentHandler(registry),
            new RequestErasureHandler(registry),
            new CertifyErasureHandler(registry),
        ];
        Invariants = [new ConsentsHaveDataSets(registry)];
    }

    /// <summary>What the other modules are given.</summary>
    public IConsent Contract { get; }

    public ModuleId Id => ModuleIds.Consent;

    public string Name => "consent";

    public IReadOnlyList<IMessageHandler> Handlers { get; }

    public IReadOnlyList<ParameterDefinition> Parameters => ConsentParameters.All;

    public IReadOnlyList<IInvariant> Invariants { get; }

    public Result InitialiseGenesis(GenesisSection section, IStateWriter state) => ModuleChecks.ExpectEmpty(section);

    public void BeginBlock(ApplyContext context)
    {
    }

    public void EndBlock(ApplyContext context)
    {
    }
}
