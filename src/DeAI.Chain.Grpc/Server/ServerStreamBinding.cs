using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace DeAI.Chain.Grpc;

internal sealed class ServerStreamBinding<TRequest, TResponse>(
    MethodDescriptor descriptor, Func<TRequest, IMessageWriter<TResponse>, ServerCall, Task> handler)
    : GrpcMethodBinding(descriptor)
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>
{
    public override async Task InvokeAsync(IAsyncEnumerable<IMessage> requests, IMessageWriter<IMessage> responses, ServerCall call)
    {
        TRequest request = await SingleAsync<TRequest>(requests, call.CancellationToken);
        await handler(request, responses, call);
    }

    internal override async Task ServeAsync(ServerExchange exchange)
    {
        TRequest request = await exchange.ReadSingleAsync<TRequest>();
        await exchange.StreamAsync(handler(request, exchange.Writer<TResponse>(), exchange.Call));
    }
}
