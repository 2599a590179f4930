using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Consent.Contracts;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Federation.Events;
using DeAI.Chain.Modules.Federation.Handlers;
using DeAI.Chain.Modules.Federation.State;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Federation;

/// <summary>Training tasks and their rounds, which advance by height.</summary>
public sealed class FederationModule : IModule
{
    private readonly FederationContract _contract;

    public FederationModule(IRegistry registry, ICredits credits, IConsent consent, IModelVersions versions)
    {
        _contract = new FederationContract(registry, credits, consent, versions);
        Handlers = [new ProposeTaskHandler(registry, credits), new RegisterHandler(registry, credits, consent)];
        Invariants = [new MoneyIsHeld(credits), new RoundsEnd()];
    }

    /// <summary>What Training and Contribution are given.</summary>
    public IFederation Contract => _contract;

    public ModuleId Id => ModuleIds.Federation;

    public string Name => "federation";

    public IReadOnlyList<IMessageHandler> Handlers { get; }

    public IReadOnlyList<ParameterDefinition> Parameters { get; } = [Federation.Parameters.MinBond];

    public IReadOnlyList<IInvariant> Invariants { get; }

    public Result InitialiseGenesis(GenesisSection section, IStateWriter state) => ModuleChecks.ExpectEmpty(section);

    public void BeginBlock(ApplyContext context)
    {
    }

    public void EndBlock(ApplyContext context)
    {
        Height height = context.Block.Height;
        foreach (ActiveRound round in _contract.Due(context.State, height, RoundPhase.Registration))
        {
            if (round.Round.Registered < round.Task.Terms.Training.MinContributors)
            {
                _contract.Fail(context, round, Errors.TooFewContributors);
            }
            else
            {
                _contract.Enter(context, round, RoundPhase.Seed, default);
            }
        }

        foreach (ActiveRound round in _contract.Due(context.State, height, RoundPhase.Seed))
        {
            Seed(context, round);
            _contract.Enter(context, round, RoundPhase.Commit, default);
        }
    }

    private static void Seed(ApplyContext context, ActiveRound round)
    {
        foreach (ContributionRow row in FederationState.Contributions(context.State, round.Id, round.Number))
        {
            Hash256 seed = RoundSeed.Of(context.Block.Beacon, row.Key, row.Record.DataRoot);
            FederationState.PutContribution(context.State, row.Key, row.Record with { Seed = seed });
            FederationEvents.Seeded(context, row.Key, seed);
        }
    }
}
