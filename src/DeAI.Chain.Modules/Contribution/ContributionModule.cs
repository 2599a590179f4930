using DeAI.Chain.Compute;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Modules.Training.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Contribution;

/// <summary>Scores, shares and pay. Nobody can send it a message: it computes from what others proved.</summary>
public sealed class ContributionModule : IModule
{
    private readonly IFederation _federation;
    private readonly RoundScoring _scoring;

    public ContributionModule(
        IFederation federation, ITraining training, IModelVersions versions, ICredits credits, IPoints points, ITensorBackend backend)
    {
        _federation = federation;
        _scoring = new RoundScoring(federation, training, versions, credits, points, new Valuer(backend));
        Invariants = [new SharesAreWhole(federation, versions)];
    }

    public ModuleId Id => ModuleIds.Contribution;

    public string Name => "contribution";

    public IReadOnlyList<IMessageHandler> Handlers => [];

    public IReadOnlyList<ParameterDefinition> Parameters { get; } = [Contribution.Parameters.PointsPerThousandRows];

    public IReadOnlyList<IInvariant> Invariants { get; }

    public Result InitialiseGenesis(GenesisSection section, IStateWriter state) => ModuleChecks.ExpectEmpty(section);

    public void BeginBlock(ApplyContext context)
    {
    }

    /// <summary>One round at most: scoring is the dearest thing that a block's end does, and who waits a block loses nothing.</summary>
    public void EndBlock(ApplyContext context)
    {
        IReadOnlyList<ActiveRound> due = _federation.Due(context.State, context.Block.Height, RoundPhase.Holdout);
        if (due.Count > 0)
        {
            _scoring.End(context, due[0]);
        }
    }
}
