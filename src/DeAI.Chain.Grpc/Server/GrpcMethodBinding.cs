using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace DeAI.Chain.Grpc;

/// <summary>One method with its handler.</summary>
public abstract class GrpcMethodBinding
{
    private protected GrpcMethodBinding(MethodDescriptor descriptor)
    {
        Descriptor = descriptor;
    }

    /// <summary>The method.</summary>
    public MethodDescriptor Descriptor { get; }

    /// <summary>
    /// Runs the handler with messages of any origin, for bridges such as JSON over HTTP. Requests must be of the method's input type;
    /// a method without client streaming takes exactly one.
    /// </summary>
    /// <exception cref="GrpcException">The handler's refusal, or a wrong number of requests.</exception>
    public abstract Task InvokeAsync(IAsyncEnumerable<IMessage> requests, IMessageWriter<IMessage> responses, ServerCall call);

    internal abstract Task ServeAsync(ServerExchange exchange);

    private protected static async ValueTask<T> SingleAsync<T>(IAsyncEnumerable<IMessage> requests, CancellationToken cancellation)
        where T : class, IMessage<T>
    {
        T? single = null;
        await foreach (IMessage request in requests.WithCancellation(cancellation))
        {
            single = single is null ? (T)request : throw TooMany();
        }

        return single ?? throw Missing();
    }

    private protected static GrpcException Missing() => new(StatusCode.Unimplemented, "The method takes one request; none came.");

    private protected static GrpcException TooMany() => new(StatusCode.Unimplemented, "The method takes one request; more came.");
}
