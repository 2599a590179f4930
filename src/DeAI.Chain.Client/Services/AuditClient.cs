using DeAI.Chain.Api.V1;
using DeAI.Chain.Grpc;
using Google.Protobuf.Reflection;

namespace DeAI.Chain.Client.Services;

/// <summary>Lineage, search, invariants. Failures are <see cref="ChainRefusedException"/> or <see cref="RpcException"/>.</summary>
public sealed class AuditClient
{
    private static readonly ServiceDescriptor Service = AuditReflection.Descriptor.Services[0];

    private static readonly GrpcMethod<GetLineageRequest, Lineage> GetLineageMethod = new(Service.FindMethodByName("GetLineage"));

    private static readonly GrpcMethod<SearchRequest, SearchResponse> SearchMethod = new(Service.FindMethodByName("Search"));

    private static readonly GrpcMethod<CheckInvariantsRequest, CheckInvariantsResponse> CheckInvariantsMethod = new(Service.FindMethodByName("CheckInvariants"));

    private readonly ChainClient _client;

    internal AuditClient(ChainClient client) => _client = client;

    public Task<Lineage> GetLineageAsync(GetLineageRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(GetLineageMethod, request, cancellation);

    public Task<SearchResponse> SearchAsync(SearchRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(SearchMethod, request, cancellation);

    public Task<CheckInvariantsResponse> CheckInvariantsAsync(CheckInvariantsRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(CheckInvariantsMethod, request, cancellation);
}
