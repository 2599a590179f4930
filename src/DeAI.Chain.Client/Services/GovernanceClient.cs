using DeAI.Chain.Api.V1;
using DeAI.Chain.Grpc;
using Google.Protobuf.Reflection;

namespace DeAI.Chain.Client.Services;

/// <summary>Proposals, parameters, validators. Failures are <see cref="ChainRefusedException"/> or <see cref="RpcException"/>.</summary>
public sealed class GovernanceClient
{
    private static readonly ServiceDescriptor Service = GovernanceReflection.Descriptor.Services[0];

    private static readonly GrpcMethod<GetProposalRequest, Proposal> GetProposalMethod = new(Service.FindMethodByName("GetProposal"));

    private static readonly GrpcMethod<ListProposalsRequest, ListProposalsResponse> ListProposalsMethod = new(Service.FindMethodByName("ListProposals"));

    private static readonly GrpcMethod<ListParametersRequest, ListParametersResponse> ListParametersMethod = new(Service.FindMethodByName("ListParameters"));

    private static readonly GrpcMethod<GetValidatorsRequest, Validators> GetValidatorsMethod = new(Service.FindMethodByName("GetValidators"));

    private readonly ChainClient _client;

    internal GovernanceClient(ChainClient client) => _client = client;

    public Task<Proposal> GetProposalAsync(GetProposalRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(GetProposalMethod, request, cancellation);

    public Task<ListProposalsResponse> ListProposalsAsync(ListProposalsRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(ListProposalsMethod, request, cancellation);

    public Task<ListParametersResponse> ListParametersAsync(ListParametersRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(ListParametersMethod, request, cancellation);

    public Task<Validators> GetValidatorsAsync(GetValidatorsRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(GetValidatorsMethod, request, cancellation);
}
