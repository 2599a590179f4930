using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace DeAI.Chain.Grpc;

internal sealed class ClientStreamBinding<TRequest, TResponse>(
    MethodDescriptor descriptor, Func<IAsyncEnumerable<TRequest>, ServerCall, Task<TResponse>> handler)
    : GrpcMethodBinding(descriptor)
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>
{
    public override async Task InvokeAsync(IAsyncEnumerable<IMessage> requests, IMessageWriter<IMessage> responses, ServerCall call)
    {
        TResponse response = await handler(requests.Select(static request => (TRequest)request), call);
        await responses.WriteAsync(response, call.CancellationToken);
    }

    internal override async Task ServeAsync(ServerExchange exchange)
    {
        Task<TResponse> response = handler(exchange.ReadAllAsync<TRequest>(), exchange.Call);
        await exchange.RespondAsync(await response);
    }
}
