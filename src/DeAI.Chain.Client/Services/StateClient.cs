using DeAI.Chain.Api.V1;
using DeAI.Chain.Grpc;
using Google.Protobuf.Reflection;

namespace DeAI.Chain.Client.Services;

/// <summary>State entries and transactions with proofs. Failures are <see cref="ChainRefusedException"/> or <see cref="RpcException"/>.</summary>
public sealed class StateClient
{
    private static readonly ServiceDescriptor Service = StateReflection.Descriptor.Services[0];

    private static readonly GrpcMethod<GetStateRequest, GetStateResponse> GetMethod = new(Service.FindMethodByName("Get"));

    private static readonly GrpcMethod<ProveTransactionRequest, ProveTransactionResponse> ProveTransactionMethod = new(Service.FindMethodByName("ProveTransaction"));

    private static readonly GrpcMethod<ProveRangeRequest, ProveRangeResponse> ProveRangeMethod = new(Service.FindMethodByName("ProveRange"));

    private readonly ChainClient _client;

    internal StateClient(ChainClient client) => _client = client;

    public Task<GetStateResponse> GetAsync(GetStateRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(GetMethod, request, cancellation);

    public Task<ProveTransactionResponse> ProveTransactionAsync(ProveTransactionRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(ProveTransactionMethod, request, cancellation);

    /// <summary>One page; <see cref="ChainClient.ProveRangeAsync"/> joins them.</summary>
    public Task<ProveRangeResponse> ProveRangeAsync(ProveRangeRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(ProveRangeMethod, request, cancellation);
}
