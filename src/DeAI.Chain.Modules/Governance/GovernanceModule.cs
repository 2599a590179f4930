using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accountability.Contracts;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Governance.Handlers;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Governance;

/// <summary>What members decide together: parameters, validators, the treasury.</summary>
public sealed class GovernanceModule : IModule
{
    private readonly Decisions _decisions;

    /// <param name="others">The parameters of the ledger and of all other modules; this module adds its own.</param>
    public GovernanceModule(
        IRegistry registry, ICredits credits, IPoints points, IAccountability accountability, IEnumerable<ParameterDefinition> others)
    {
        Execution execution = new(registry, credits, accountability, others.Concat(GovernanceParameters.All));
        _decisions = new Decisions(execution);
        Handlers = [new ProposeHandler(registry, points, execution), new CastVoteHandler(registry)];
        Invariants = [new TalliesMatchVotes(), new ParametersAreInBounds(execution)];
    }

    public ModuleId Id => ModuleIds.Governance;

    public string Name => "governance";

    public IReadOnlyList<IMessageHandler> Handlers { get; }

    public IReadOnlyList<ParameterDefinition> Parameters => GovernanceParameters.All;

    public IReadOnlyList<IInvariant> Invariants { get; }

    public Result InitialiseGenesis(GenesisSection section, IStateWriter state) => ModuleChecks.ExpectEmpty(section);

    public void BeginBlock(ApplyContext context)
    {
    }

    public void EndBlock(ApplyContext context) => _decisions.End(context);
}
