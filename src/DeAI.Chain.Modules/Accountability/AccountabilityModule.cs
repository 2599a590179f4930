using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accountability.Contracts;
using DeAI.Chain.Modules.Accountability.Handlers;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Accountability;

/// <summary>What a validator's contradicting signatures cost: its seat, and its organisation's bond.</summary>
public sealed class AccountabilityModule(IRegistry registry, ICredits credits) : IModule
{
    public ModuleId Id => ModuleIds.Accountability;

    public string Name => "accountability";

    /// <summary>For Governance, and for the gate.</summary>
    public IAccountability Contract { get; } = new AccountabilityContract();

    public IReadOnlyList<IMessageHandler> Handlers { get; } =
        [new ReportOffenceHandler(registry, credits), new LockBondHandler(registry, credits), new ReleaseBondHandler(registry, credits)];

    public IReadOnlyList<ParameterDefinition> Parameters => AccountabilityParameters.All;

    public IReadOnlyList<IInvariant> Invariants { get; } = [new OffendersHoldNoSeat()];

    public Result InitialiseGenesis(GenesisSection section, IStateWriter state) => ModuleChecks.ExpectEmpty(section);

    public void BeginBlock(ApplyContext context) => EpochRecords.Begin(context);

    public void EndBlock(ApplyContext context)
    {
    }
}
