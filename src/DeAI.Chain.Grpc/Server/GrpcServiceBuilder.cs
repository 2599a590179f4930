using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace DeAI.Chain.Grpc;

/// <summary>
/// Binds handlers to the methods of a service by name. Every mistake (no such method, another shape, other message types, bound twice,
/// left out) throws while the program starts and names the method.
/// </summary>
public sealed class GrpcServiceBuilder(ServiceDescriptor service)
{
    private readonly Dictionary<string, GrpcMethodBinding> _bindings = [];

    /// <summary>One request, one response.</summary>
    public GrpcServiceBuilder Unary<TRequest, TResponse>(string method, Func<TRequest, ServerCall, Task<TResponse>> handler)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>
    {
        MethodDescriptor descriptor = Find<TRequest, TResponse>(method, clientStreams: false, serverStreams: false);
        return Add(new UnaryBinding<TRequest, TResponse>(descriptor, handler));
    }

    /// <summary>One request, a stream of responses pushed by the handler.</summary>
    public GrpcServiceBuilder ServerStream<TRequest, TResponse>(string method, Func<TRequest, IMessageWriter<TResponse>, ServerCall, Task> handler)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>
    {
        MethodDescriptor descriptor = Find<TRequest, TResponse>(method, clientStreams: false, serverStreams: true);
        return Add(new ServerStreamBinding<TRequest, TResponse>(descriptor, handler));
    }

    /// <summary>One request, a stream of responses that the layer pulls: flushed exactly where the source waits.</summary>
    public GrpcServiceBuilder ServerStream<TRequest, TResponse>(string method, Func<TRequest, ServerCall, IAsyncEnumerable<TResponse>> handler)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse> =>
        ServerStream<TRequest, TResponse>(method, (request, writer, call) => writer.WriteAllAsync(handler(request, call), call.CancellationToken));

    /// <summary>A stream of requests, one response. The requests can be enumerated once.</summary>
    public GrpcServiceBuilder ClientStream<TRequest, TResponse>(string method, Func<IAsyncEnumerable<TRequest>, ServerCall, Task<TResponse>> handler)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>
    {
        MethodDescriptor descriptor = Find<TRequest, TResponse>(method, clientStreams: true, serverStreams: false);
        return Add(new ClientStreamBinding<TRequest, TResponse>(descriptor, handler));
    }

    /// <summary>Streams both ways, responses pushed by the handler. The requests can be enumerated once.</summary>
    public GrpcServiceBuilder Duplex<TRequest, TResponse>(
        string method, Func<IAsyncEnumerable<TRequest>, IMessageWriter<TResponse>, ServerCall, Task> handler)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>
    {
        MethodDescriptor descriptor = Find<TRequest, TResponse>(method, clientStreams: true, serverStreams: true);
        return Add(new DuplexBinding<TRequest, TResponse>(descriptor, handler));
    }

    /// <summary>Streams both ways, responses pulled by the layer. The requests can be enumerated once.</summary>
    public GrpcServiceBuilder Duplex<TRequest, TResponse>(
        string method, Func<IAsyncEnumerable<TRequest>, ServerCall, IAsyncEnumerable<TResponse>> handler)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse> =>
        Duplex<TRequest, TResponse>(method, (requests, writer, call) => writer.WriteAllAsync(handler(requests, call), call.CancellationToken));

    /// <summary>The finished service.</summary>
    /// <exception cref="InvalidOperationException">A method has no handler; the message names each.</exception>
    public GrpcServiceBinding Build()
    {
        string[] missing = [.. service.Methods.Select(method => method.Name).Where(name => !_bindings.ContainsKey(name))];
        if (missing.Length > 0)
        {
            throw new InvalidOperationException($"No handler for {service.FullName}: {string.Join(", ", missing)}.");
        }

        return new GrpcServiceBinding(service, [.. service.Methods.Select(method => _bindings[method.Name])]);
    }

    private GrpcServiceBuilder Add(GrpcMethodBinding binding)
    {
        if (!_bindings.TryAdd(binding.Descriptor.Name, binding))
        {
            throw new InvalidOperationException($"{binding.Descriptor.FullName} has two handlers.");
        }

        return this;
    }

    private MethodDescriptor Find<TRequest, TResponse>(string name, bool clientStreams, bool serverStreams)
    {
        MethodDescriptor method = service.FindMethodByName(name)
            ?? throw new InvalidOperationException($"{service.FullName} has no method '{name}'.");
        if (method.IsClientStreaming != clientStreams || method.IsServerStreaming != serverStreams)
        {
            throw new InvalidOperationException($"{method.FullName} streams otherwise than its handler.");
        }

        if (method.InputType.ClrType != typeof(TRequest) || method.OutputType.ClrType != typeof(TResponse))
        {
            throw new InvalidOperationException(
                $"{method.FullName} takes {method.InputType.FullName} and returns {method.OutputType.FullName}; its handler has other types.");
        }

        return method;
    }
}
