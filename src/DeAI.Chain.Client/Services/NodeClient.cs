using DeAI.Chain.Api.V1;
using DeAI.Chain.Grpc;
using Google.Protobuf.Reflection;

namespace DeAI.Chain.Client.Services;

/// <summary>The answering node itself. Failures are <see cref="ChainRefusedException"/> or <see cref="RpcException"/>.</summary>
public sealed class NodeClient
{
    private static readonly ServiceDescriptor Service = NodeReflection.Descriptor.Services[0];

    private static readonly GrpcMethod<GetStatusRequest, NodeStatus> GetStatusMethod = new(Service.FindMethodByName("GetStatus"));

    private static readonly GrpcMethod<ListPeersRequest, ListPeersResponse> ListPeersMethod = new(Service.FindMethodByName("ListPeers"));

    private static readonly GrpcMethod<GetMetricsRequest, Metrics> GetMetricsMethod = new(Service.FindMethodByName("GetMetrics"));

    private static readonly GrpcMethod<GetGenesisRequest, GenesisFile> GetGenesisMethod = new(Service.FindMethodByName("GetGenesis"));

    private readonly ChainClient _client;

    internal NodeClient(ChainClient client) => _client = client;

    public Task<NodeStatus> GetStatusAsync(GetStatusRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(GetStatusMethod, request, cancellation);

    public Task<ListPeersResponse> ListPeersAsync(ListPeersRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(ListPeersMethod, request, cancellation);

    public Task<Metrics> GetMetricsAsync(GetMetricsRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(GetMetricsMethod, request, cancellation);

    public Task<GenesisFile> GetGenesisAsync(GetGenesisRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(GetGenesisMethod, request, cancellation);
}
