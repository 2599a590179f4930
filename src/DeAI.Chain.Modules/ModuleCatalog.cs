using DeAI.Chain.Compute;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Modules.Accountability;
using DeAI.Chain.Modules.Accounts;
using DeAI.Chain.Modules.Bounties;
using DeAI.Chain.Modules.Consent;
using DeAI.Chain.Modules.Contribution;
using DeAI.Chain.Modules.Federation;
using DeAI.Chain.Modules.Governance;
using DeAI.Chain.Modules.Models;
using DeAI.Chain.Modules.Registry;
using DeAI.Chain.Modules.Training;
using DeAI.Chain.Modules.Training.Contracts;

namespace DeAI.Chain.Modules;

/// <summary>
/// All native modules in their fixed order, with the gate that Registry and Accounts make up. The order is part of the rules: block hooks run
/// in it, and genesis sections are read in it.
/// </summary>
public sealed class ModuleCatalog : IModuleCatalog
{
    private ModuleCatalog(IReadOnlyList<IModule> modules, ITransactionGate gate, TrainingModule training)
    {
        Modules = modules;
        Gate = gate;
        Training = training;
    }

    public IReadOnlyList<IModule> Modules { get; }

    public ITransactionGate Gate { get; }

    /// <summary>For a node that starts replays before a block asks for them.</summary>
    public TrainingModule Training { get; }

    /// <summary>Every module, replaying training where it is asked, on this machine's fastest proven backend.</summary>
    public static ModuleCatalog Create()
    {
        ITensorBackend backend = BackendSelector.Choose().Backend;
        return Create(new DirectVerifier(backend), backend);
    }

    /// <summary>As <see cref="Create()"/>, with the verdicts of this verifier.</summary>
    public static ModuleCatalog Create(ITrainingVerifier verifier) => Create(verifier, BackendSelector.Choose().Backend);

    /// <summary>Makes every module and gives each what it needs of the others: the only place where they meet.</summary>
    /// <param name="verifier">Pure: what a cached one returns must be what <see cref="DirectVerifier"/> would.</param>
    /// <param name="backend">Any that passes its known answers: all return the same bits.</param>
    public static ModuleCatalog Create(ITrainingVerifier verifier, ITensorBackend backend)
    {
        RegistryModule registry = new();
        AccountsModule accounts = new(registry.Contract);
        ConsentModule consent = new(registry.Contract);
        ModelsModule models = new(registry.Contract, accounts.Credits, backend);
        FederationModule federation = new(registry.Contract, accounts.Credits, consent.Contract, models.Contract);
        TrainingModule training = new(registry.Contract, federation.Contract, verifier);
        ContributionModule contribution = new(
            federation.Contract, training.Contract, models.Contract, accounts.Credits, accounts.Points, backend);
        BountiesModule bounties = new(registry.Contract, accounts.Credits);
        List<IModule> modules = [registry, accounts, consent, federation, training, contribution, models, bounties];

        // Governance votes on the parameters of all modules, and its end hook runs after all others but Accountability's, which has none.
        AccountabilityModule accountability = new(registry.Contract, accounts.Credits);
        IEnumerable<ParameterDefinition> parameters =
            LedgerParameters.All.Concat(modules.SelectMany(static module => module.Parameters)).Concat(accountability.Parameters);
        modules.Add(new GovernanceModule(registry.Contract, accounts.Credits, accounts.Points, accountability.Contract, parameters));
        modules.Add(accountability);
        return new ModuleCatalog(modules, new TransactionGate(registry.Contract, accountability.Contract), training);
    }
}
