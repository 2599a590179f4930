using DeAI.Chain.Api.V1;
using DeAI.Chain.Grpc;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Load;

/// <summary>A node to send to.</summary>
internal sealed class LoadTarget(GrpcChannel channel, ChainId chain) : IDisposable
{
    public static readonly GrpcMethod<SubmitStreamRequest, SubmitStreamResponse> SubmitStream =
        new(TransactionsReflection.Descriptor.Services[0].FindMethodByName("SubmitStream"));

    public static readonly GrpcMethod<GetStatusRequest, NodeStatus> GetStatus = new(NodeReflection.Descriptor.Services[0].FindMethodByName("GetStatus"));

    public static readonly GrpcMethod<GetAccountRequest, Account> GetAccount = new(AccountsReflection.Descriptor.Services[0].FindMethodByName("GetAccount"));

    public GrpcChannel Channel => channel;

    public ChainId Chain => chain;

    public void Dispose() => channel.Dispose();
}
