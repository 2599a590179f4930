using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Bounties.Handlers;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Bounties;

/// <summary>Work offered against escrow.</summary>
public sealed class BountiesModule : IModule
{
    private readonly Deadlines _deadlines;

    public BountiesModule(IRegistry registry, ICredits credits)
    {
        Settlement settlement = new(credits);
        _deadlines = new Deadlines(settlement);
        Handlers =
        [
            new PostBountyHandler(registry, credits, settlement),
            new SubmitWorkHandler(registry),
            new AcceptSubmissionHandler(settlement),
            new RejectAllHandler(),
            new DisputeRejectionHandler(registry),
            new RuleDisputeHandler(registry, settlement),
            new WithdrawBountyHandler(settlement),
        ];
        Invariants = [new EscrowsAddUp(credits)];
    }

    public ModuleId Id => ModuleIds.Bounties;

    public string Name => "bounties";

    public IReadOnlyList<IMessageHandler> Handlers { get; }

    public IReadOnlyList<ParameterDefinition> Parameters => BountiesParameters.All;

    public IReadOnlyList<IInvariant> Invariants { get; }

    public Result InitialiseGenesis(GenesisSection section, IStateWriter state) => ModuleChecks.ExpectEmpty(section);

    public void BeginBlock(ApplyContext context)
    {
    }

    public void EndBlock(ApplyContext context) => _deadlines.End(context);
}
