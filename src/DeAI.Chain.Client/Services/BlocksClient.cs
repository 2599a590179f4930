using DeAI.Chain.Api.V1;
using DeAI.Chain.Grpc;
using Google.Protobuf.Reflection;

namespace DeAI.Chain.Client.Services;

/// <summary>Finalized blocks. Failures are <see cref="ChainRefusedException"/> or <see cref="RpcException"/>.</summary>
public sealed class BlocksClient
{
    private static readonly ServiceDescriptor Service = BlocksReflection.Descriptor.Services[0];

    private static readonly GrpcMethod<GetBlockRequest, BlockPage> GetMethod = new(Service.FindMethodByName("Get"));

    private static readonly GrpcMethod<ListBlocksRequest, ListBlocksResponse> ListMethod = new(Service.FindMethodByName("List"));

    private readonly ChainClient _client;

    internal BlocksClient(ChainClient client) => _client = client;

    public Task<BlockPage> GetAsync(GetBlockRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(GetMethod, request, cancellation);

    public Task<ListBlocksResponse> ListAsync(ListBlocksRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(ListMethod, request, cancellation);
}
