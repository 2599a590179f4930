using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace DeAI.Chain.Grpc;

internal sealed class UnaryBinding<TRequest, TResponse>(MethodDescriptor descriptor, Func<TRequest, ServerCall, Task<TResponse>> handler)
    : GrpcMethodBinding(descriptor)
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>
{
    public override async Task InvokeAsync(IAsyncEnumerable<IMessage> requests, IMessageWriter<IMessage> responses, ServerCall call)
    {
        TRequest request = await SingleAsync<TRequest>(requests, call.CancellationToken);
        await responses.WriteAsync(await handler(request, call), call.CancellationToken);
    }

    internal override async Task ServeAsync(ServerExchange exchange)
    {
        TRequest request = await exchange.ReadSingleAsync<TRequest>();
        await exchange.RespondAsync(await handler(request, exchange.Call));
    }
}
