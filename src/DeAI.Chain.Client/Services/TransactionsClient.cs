using DeAI.Chain.Api.V1;
using DeAI.Chain.Grpc;
using Google.Protobuf.Reflection;

namespace DeAI.Chain.Client.Services;

/// <summary>Submission as it is on the wire; <see cref="TransactionSender"/> signs, retries and follows. Failures are <see cref="ChainRefusedException"/> or <see cref="RpcException"/>.</summary>
public sealed class TransactionsClient
{
    private static readonly ServiceDescriptor Service = TransactionsReflection.Descriptor.Services[0];

    private static readonly GrpcMethod<SubmitRequest, SubmitResponse> SubmitMethod = new(Service.FindMethodByName("Submit"));

    private static readonly GrpcMethod<SubmitRequest, SubmitAndWaitResponse> SubmitAndWaitMethod = new(Service.FindMethodByName("SubmitAndWait"));

    private static readonly GrpcMethod<GetTransactionRequest, Transaction> GetMethod = new(Service.FindMethodByName("Get"));

    private readonly ChainClient _client;

    internal TransactionsClient(ChainClient client) => _client = client;

    public Task<SubmitResponse> SubmitAsync(SubmitRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(SubmitMethod, request, cancellation);

    /// <summary>A deadline that passes after a node accepted the transaction is <c>api.deadline_before_final</c> with its id, whichever side's clock was first.</summary>
    public Task<SubmitAndWaitResponse> SubmitAndWaitAsync(SubmitRequest request, CancellationToken cancellation = default) =>
        SubmitAndWaitAsync(request, accepted: null, cancellation);

    /// <param name="accepted">Called as soon as a node says that its mempool has the transaction.</param>
    internal Task<SubmitAndWaitResponse> SubmitAndWaitAsync(SubmitRequest request, Action? accepted, CancellationToken cancellation) =>
        _client.CallToFinalityAsync(SubmitAndWaitMethod, request, accepted, cancellation);

    public Task<Transaction> GetAsync(GetTransactionRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(GetMethod, request, cancellation);
}
