using DeAI.Chain.Api.V1;
using DeAI.Chain.Grpc;
using Google.Protobuf.Reflection;

namespace DeAI.Chain.Client.Services;

/// <summary>Bounties. Failures are <see cref="ChainRefusedException"/> or <see cref="RpcException"/>.</summary>
public sealed class BountiesClient
{
    private static readonly ServiceDescriptor Service = BountiesReflection.Descriptor.Services[0];

    private static readonly GrpcMethod<GetBountyRequest, Bounty> GetBountyMethod = new(Service.FindMethodByName("GetBounty"));

    private static readonly GrpcMethod<ListBountiesRequest, ListBountiesResponse> ListBountiesMethod = new(Service.FindMethodByName("ListBounties"));

    private readonly ChainClient _client;

    internal BountiesClient(ChainClient client) => _client = client;

    public Task<Bounty> GetBountyAsync(GetBountyRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(GetBountyMethod, request, cancellation);

    public Task<ListBountiesResponse> ListBountiesAsync(ListBountiesRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(ListBountiesMethod, request, cancellation);
}
