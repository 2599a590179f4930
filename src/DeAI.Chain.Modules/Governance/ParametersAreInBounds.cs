using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Governance;

/// <summary>Every parameter in force lies inside the bounds of its definition.</summary>
internal sealed class ParametersAreInBounds(Execution execution) : IInvariant
{
    public string Name => "governance.parameters_are_in_bounds";

    public Result Check(IStateReader state)
    {
        foreach (ParameterDefinition definition in execution.Parameters)
        {
            ulong value = ParameterStore.Get(state, definition);
            if (value < definition.Min || value > definition.Max)
            {
                return Result.Refuse(new ReasonCode(Name), $"{definition.Name} is {value}, outside {definition.Min}..{definition.Max}");
            }
        }

        return Result.Ok;
    }
}
