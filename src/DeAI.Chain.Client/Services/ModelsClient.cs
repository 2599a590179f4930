using DeAI.Chain.Api.V1;
using DeAI.Chain.Grpc;
using Google.Protobuf.Reflection;

namespace DeAI.Chain.Client.Services;

/// <summary>Model versions and predictions. Failures are <see cref="ChainRefusedException"/> or <see cref="RpcException"/>.</summary>
public sealed class ModelsClient
{
    private static readonly ServiceDescriptor Service = ModelsReflection.Descriptor.Services[0];

    private static readonly GrpcMethod<GetVersionRequest, ModelVersion> GetVersionMethod = new(Service.FindMethodByName("GetVersion"));

    private static readonly GrpcMethod<ListVersionsRequest, ListVersionsResponse> ListVersionsMethod = new(Service.FindMethodByName("ListVersions"));

    private static readonly GrpcMethod<QuoteRequest, QuoteResponse> QuoteMethod = new(Service.FindMethodByName("Quote"));

    private static readonly GrpcMethod<PredictRequest, PredictResponse> PredictMethod = new(Service.FindMethodByName("Predict"));

    private readonly ChainClient _client;

    internal ModelsClient(ChainClient client) => _client = client;

    public Task<ModelVersion> GetVersionAsync(GetVersionRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(GetVersionMethod, request, cancellation);

    public Task<ListVersionsResponse> ListVersionsAsync(ListVersionsRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(ListVersionsMethod, request, cancellation);

    public Task<QuoteResponse> QuoteAsync(QuoteRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(QuoteMethod, request, cancellation);

    /// <summary>Waits for finality as <see cref="TransactionsClient.SubmitAndWaitAsync(SubmitRequest, CancellationToken)"/> does.</summary>
    public Task<PredictResponse> PredictAsync(PredictRequest request, CancellationToken cancellation = default) =>
        _client.CallToFinalityAsync(PredictMethod, request, accepted: null, cancellation);
}
