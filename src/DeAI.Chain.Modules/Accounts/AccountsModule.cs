using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Accounts.Handlers;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Accounts;

/// <summary>Credits, points, escrows, bonds and nonce windows.</summary>
public sealed class AccountsModule : IModule
{
    /// <summary>A text, not a key that anybody made: nobody can ever sign for it.</summary>
    public static readonly AccountId Treasury = new("deai.treasury.account.v1........"u8);

    private readonly IRegistry _registry;

    public AccountsModule(IRegistry registry)
    {
        _registry = registry;
        CreditsContract credits = new();
        Credits = credits;
        Points = new PointsContract();
        Handlers = [new TransferHandler(registry, credits), new IssueHandler(registry), new RedeemHandler(registry)];
    }

    /// <summary>Credits, as the other modules are given them.</summary>
    public ICredits Credits { get; }

    /// <summary>Points, as the other modules are given them.</summary>
    public IPoints Points { get; }

    public ModuleId Id => ModuleIds.Accounts;

    public string Name => "accounts";

    public IReadOnlyList<IMessageHandler> Handlers { get; }

    public IReadOnlyList<ParameterDefinition> Parameters => [];

    public IReadOnlyList<IInvariant> Invariants { get; } = [new CreditsAreConserved()];

    public Result InitialiseGenesis(GenesisSection section, IStateWriter state) => AccountsGenesis.Initialise(section, state, _registry);

    public void BeginBlock(ApplyContext context)
    {
    }

    public void EndBlock(ApplyContext context)
    {
    }
}
