using DeAI.Chain.Api.V1;
using DeAI.Chain.Grpc;
using Google.Protobuf.Reflection;

namespace DeAI.Chain.Client.Services;

/// <summary>Training tasks and rounds. Failures are <see cref="ChainRefusedException"/> or <see cref="RpcException"/>.</summary>
public sealed class FederationClient
{
    private static readonly ServiceDescriptor Service = FederationReflection.Descriptor.Services[0];

    private static readonly GrpcMethod<GetTaskRequest, Api.V1.Task> GetTaskMethod = new(Service.FindMethodByName("GetTask"));

    private static readonly GrpcMethod<ListTasksRequest, ListTasksResponse> ListTasksMethod = new(Service.FindMethodByName("ListTasks"));

    private static readonly GrpcMethod<GetRoundRequest, Round> GetRoundMethod = new(Service.FindMethodByName("GetRound"));

    private static readonly GrpcMethod<GetWeightsRequest, Weights> GetWeightsMethod = new(Service.FindMethodByName("GetWeights"));

    private readonly ChainClient _client;

    internal FederationClient(ChainClient client) => _client = client;

    public System.Threading.Tasks.Task<Api.V1.Task> GetTaskAsync(GetTaskRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(GetTaskMethod, request, cancellation);

    public System.Threading.Tasks.Task<ListTasksResponse> ListTasksAsync(ListTasksRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(ListTasksMethod, request, cancellation);

    public System.Threading.Tasks.Task<Round> GetRoundAsync(GetRoundRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(GetRoundMethod, request, cancellation);

    public System.Threading.Tasks.Task<Weights> GetWeightsAsync(GetWeightsRequest request, CancellationToken cancellation = default) =>
        _client.CallAsync(GetWeightsMethod, request, cancellation);
}
