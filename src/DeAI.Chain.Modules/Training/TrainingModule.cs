using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Training.Contracts;
using DeAI.Chain.Modules.Training.Events;
using DeAI.Chain.Modules.Training.Handlers;
using DeAI.Chain.Modules.Training.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Training;

/// <summary>Commitments, openings and verdicts: proof of training, checked inside block validation.</summary>
public sealed class TrainingModule : IModule
{
    private readonly IFederation _federation;
    private readonly ReplayPreparation _preparation;

    public TrainingModule(IRegistry registry, IFederation federation, ITrainingVerifier verifier)
    {
        Judge judge = new(federation, verifier);
        _federation = federation;
        _preparation = new ReplayPreparation(registry, federation, judge);
        Handlers = [new CommitHandler(federation), new OpenHandler(federation, judge), new RevealHoldoutHandler(federation)];
        Invariants = [new BondsFollowVerdicts(federation)];
    }

    /// <summary>What Contribution is given.</summary>
    public ITraining Contract { get; } = new TrainingContract();

    public ModuleId Id => ModuleIds.Training;

    public string Name => "training";

    public IReadOnlyList<IMessageHandler> Handlers { get; }

    public IReadOnlyList<ParameterDefinition> Parameters => [];

    public IReadOnlyList<IInvariant> Invariants { get; }

    /// <summary>The replay that executing this transaction on this state would ask for, or null if it would ask for none.</summary>
    public ReplayTask? TryPrepareReplay(TransactionBody body, IStateReader state) => _preparation.TryPrepare(body, state);

    public Result InitialiseGenesis(GenesisSection section, IStateWriter state) => ModuleChecks.ExpectEmpty(section);

    public void BeginBlock(ApplyContext context)
    {
    }

    public void EndBlock(ApplyContext context)
    {
        Height height = context.Block.Height;
        foreach (ActiveRound round in _federation.Due(context.State, height, RoundPhase.Commit))
        {
            int left = DropLate(context, round, ContributionStatus.Registered, Errors.NoCommit);
            Continue(context, round, left, RoundPhase.Open, default);
        }

        foreach (ActiveRound round in _federation.Due(context.State, height, RoundPhase.Open))
        {
            int left = DropLate(context, round, ContributionStatus.Committed, Errors.NoOpening);
            Continue(context, round, left, RoundPhase.Holdout, HoldoutSelection.SeedOf(context.Block.Beacon, round.Id, round.Number));
        }
    }

    /// <summary>
    /// Takes out who stayed where it should have moved on. Who may not use its data any more could not move on: it gets its bond back.
    /// </summary>
    /// <returns>How many are left.</returns>
    private int DropLate(ApplyContext context, ActiveRound round, ContributionStatus stuck, ReasonCode reason)
    {
        int left = 0;
        foreach (ContributionRow row in _federation.Contributions(context.State, round.Id, round.Number))
        {
            if (row.Record.Status == stuck)
            {
                Refusal? dead = _federation.RequireConsent(context.State, context.Block.Height, round, row.Record).Refusal;
                _federation.Drop(context.State, row, dead?.Code ?? reason, forfeit: dead is null);
                if (dead is null)
                {
                    TrainingEvents.Refused(context, row.Key, reason, round.Task.Terms.Reward.Bond);
                }
                else
                {
                    TrainingEvents.Withdrawn(context, row.Key, dead.Code);
                }
            }
            else if (row.Record.Bond == BondState.Held)
            {
                left++;
            }
        }

        return left;
    }

    private void Continue(ApplyContext context, ActiveRound round, int left, RoundPhase next, Hash256 holdoutSeed)
    {
        if (left >= round.Task.Terms.Training.MinContributors)
        {
            _federation.Enter(context, round, next, holdoutSeed);
            return;
        }

        foreach (ContributionRow row in _federation.Contributions(context.State, round.Id, round.Number))
        {
            TrainingState.Forget(context.State, row.Key);
        }

        _federation.Fail(context, round, Federation.Errors.TooFewContributors);
    }
}
