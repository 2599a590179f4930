using DeAI.Chain.Compute;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Modules.Models.Handlers;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Models;

/// <summary>Model versions, predictions on chain, and the split of what they earn.</summary>
public sealed class ModelsModule : IModule
{
    public ModelsModule(IRegistry registry, ICredits credits, ITensorBackend backend)
    {
        Handlers =
        [
            new PredictHandler(credits, backend),
            new ApproveHandler(registry),
            new SuspendHandler(registry),
            new SetPriceHandler(registry),
            new ReportOutcomeHandler(),
        ];
    }

    /// <summary>What Federation and Contribution are given.</summary>
    public IModelVersions Contract { get; } = new VersionsContract();

    public ModuleId Id => ModuleIds.Models;

    public string Name => "models";

    public IReadOnlyList<IMessageHandler> Handlers { get; }

    public IReadOnlyList<ParameterDefinition> Parameters { get; } = [Models.Parameters.AbstainMargin];

    public IReadOnlyList<IInvariant> Invariants { get; } = [new PaidIsPaidOut()];

    public Result InitialiseGenesis(GenesisSection section, IStateWriter state) => ModuleChecks.ExpectEmpty(section);

    public void BeginBlock(ApplyContext context)
    {
    }

    public void EndBlock(ApplyContext context)
    {
    }
}
