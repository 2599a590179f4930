using DeAI.Chain.Api.Translation;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Api.Services;

/// <summary>Parameters and validators as they hold now. Proposals need the governance module, which this catalogue does not have.</summary>
internal sealed class GovernanceService(INodeBackend backend)
{
    public GrpcServiceBinding Bind() => new GrpcServiceBuilder(V1.GovernanceReflection.Descriptor.Services[0])
        .Unary<V1.GetProposalRequest, V1.Proposal>("GetProposal", static (_, _) => throw NoProposals())
        .Unary<V1.ListProposalsRequest, V1.ListProposalsResponse>("ListProposals", static (_, _) => throw NoProposals())
        .Unary<V1.ListParametersRequest, V1.ListParametersResponse>("ListParameters", (_, _) => Task.FromResult(Parameters()))
        .Unary<V1.GetValidatorsRequest, V1.Validators>("GetValidators", (_, _) => Task.FromResult(Validators()))
        .Build();

    private V1.ListParametersResponse Parameters()
    {
        using IFinalState state = backend.OpenState();
        V1.ListParametersResponse response = new();
        foreach (ParameterDefinition definition in backend.Chain.Catalog.Parameters)
        {
            response.Parameters.Add(new V1.Parameter
            {
                Name = definition.Name,
                Value = ParameterStore.Get(state.State, definition),
                DefaultValue = definition.Default,
                Min = definition.Min,
                Max = definition.Max,
                Description = definition.Description,
            });
        }

        return response;
    }

    private V1.Validators Validators()
    {
        using IFinalState state = backend.OpenState();
        V1.Validators response = new() { Epoch = state.Header.Epoch.Value };
        response.Current.AddRange(ValidatorSchedule.Current(state.State).Seats.Items.Select(Of));
        response.Next.AddRange(ValidatorSchedule.Next(state.State).Seats.Items.Select(Of));
        return response;
    }

    private static V1.ValidatorSeat Of(Validator seat) => new() { Organisation = seat.Organisation.Value, Key = Fields.Of(seat.Key) };

    private static GrpcException NoProposals() => ErrorTable.Exception(ApiErrors.NoSuchModule, "this chain has no governance module");
}
