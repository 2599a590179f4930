using DeAI.Chain.Api.Translation;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Governance.Contracts;
using DeAI.Chain.Modules.Governance.Queries;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Api.Services;

/// <summary>Proposals, parameters and validators as they stand now.</summary>
internal sealed class GovernanceService(INodeBackend backend)
{
    private const string ListMethod = "Governance.ListProposals";

    public GrpcServiceBinding Bind() => new GrpcServiceBuilder(V1.GovernanceReflection.Descriptor.Services[0])
        .Unary<V1.GetProposalRequest, V1.Proposal>("GetProposal", (request, _) => Task.FromResult(Get(request)))
        .Unary<V1.ListProposalsRequest, V1.ListProposalsResponse>("ListProposals", (request, _) => Task.FromResult(List(request)))
        .Unary<V1.ListParametersRequest, V1.ListParametersResponse>("ListParameters", (_, _) => Task.FromResult(Parameters()))
        .Unary<V1.GetValidatorsRequest, V1.Validators>("GetValidators", (_, _) => Task.FromResult(Validators()))
        .Build();

    private V1.Proposal Get(V1.GetProposalRequest request)
    {
        Hash256 id = Fields.Hash(request.Proposal, "proposal");
        using IFinalState state = backend.OpenState();
        return GovernanceQueries.TryGet(state.State, id, out ProposalRecord? record)
            ? Of(id, record)
            : throw ErrorTable.Exception(ApiErrors.NotFound, $"there is no proposal {id}");
    }

    private V1.ListProposalsResponse List(V1.ListProposalsRequest request)
    {
        V1.ListProposalsRequest scope = new();
        byte[] place = PageToken.Read(ListMethod, scope, request.PageToken, Bytes32.Length);
        int most = Fields.PageSize(request.PageSize, Paging.Standard, Paging.Most);
        V1.ListProposalsResponse response = new();
        using IFinalState state = backend.OpenState();
        Hash256 after = place.Length == 0 ? default : new Hash256(place);
        foreach (KeyValuePair<Hash256, ProposalRecord> row in GovernanceQueries.Proposals(state.State, after))
        {
            if (response.Proposals.Count == most)
            {
                response.NextPageToken = PageToken.Of(ListMethod, scope, response.Proposals[^1].Id.Span);
                break;
            }

            response.Proposals.Add(Of(row.Key, row.Value));
        }

        return response;
    }

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

    private static V1.Proposal Of(Hash256 id, ProposalRecord record) => new()
    {
        Id = Fields.Of(id),
        Proposer = Fields.Of(record.Proposer),
        Status = record.Status.ToString().ToLowerInvariant(),
        Effect = record.Effect,
        VotingEnds = record.VotingEnds.Value,
        ExecutesAt = record.ExecutesAt.Value,
        OrganisationsFor = record.Tally.GroupsFor,
        OrganisationsAgainst = record.Tally.GroupsAgainst,
        PointsFor = record.Tally.PowerFor.Value,
        PointsAgainst = record.Tally.PowerAgainst.Value,
        Failure = record.Failure,
    };
}
