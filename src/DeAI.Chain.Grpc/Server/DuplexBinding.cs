using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace DeAI.Chain.Grpc;

internal sealed class DuplexBinding<TRequest, TResponse>(
    MethodDescriptor descriptor, Func<IAsyncEnumerable<TRequest>, IMessageWriter<TResponse>, ServerCall, Task> handler)
    : GrpcMethodBinding(descriptor)
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>
{
    public override Task InvokeAsync(IAsyncEnumerable<IMessage> requests, IMessageWriter<IMessage> responses, ServerCall call) =>
        handler(requests.Select(static request => (TRequest)request), responses, call);

    internal override Task ServeAsync(ServerExchange exchange) =>
        exchange.StreamAsync(handler(exchange.ReadAllAsync<TRequest>(), exchange.Writer<TResponse>(), exchange.Call));
}
