using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Simulation.Genesis;

/// <summary>Every so many heights each organisation takes over its neighbour's key: a validator set that changes, without governance.</summary>
internal sealed class RotationModule : IModule
{
    public static readonly ParameterDefinition EpochHeights = new(
        "simulation.epoch_heights", new ModuleId(0xFFF0), 0, 0, 1_000_000, "Heights between two changes of the validator set; 0 for never.");

    public ModuleId Id => new(0xFFF0);

    public string Name => "simulation";

    public IReadOnlyList<IMessageHandler> Handlers => [];

    public IReadOnlyList<ParameterDefinition> Parameters => [EpochHeights];

    public IReadOnlyList<IInvariant> Invariants => [];

    public Result InitialiseGenesis(GenesisSection section, IStateWriter state) => Result.Ok;

    public void BeginBlock(ApplyContext context)
    {
    }

    public void EndBlock(ApplyContext context)
    {
        ulong every = ParameterStore.Get(context.State, EpochHeights);
        if (every == 0 || context.Block.Height.Value % every != 0)
        {
            return;
        }

        ValidatorSet current = ValidatorSchedule.Current(context.State);
        IEnumerable<Validator> seats = current.Seats.Items.Select((seat, i) => seat with { Key = current[(i + 1) % current.Count].Key });
        ValidatorSchedule.SetNext(context.State, new ValidatorSet(Sequence.From(seats)));
    }
}
