using System.Net;
using System.Net.Security;
using System.Runtime.CompilerServices;
using Google.Protobuf;

namespace DeAI.Chain.Grpc;

/// <summary>
/// A client's connection to one server, kept for many calls. Connects when first used and again when lost; opens a second connection when the
/// first has no free stream. <c>http://</c> speaks HTTP/2 by prior knowledge, <c>https://</c> over TLS. Proxies of the environment are not used.
/// Repeats nothing by itself: which calls may be repeated is the caller's knowledge.
/// </summary>
public sealed class GrpcChannel : IDisposable
{
    private static readonly GrpcCallOptions NoOptions = new();

    private readonly HttpMessageInvoker _http;
    private readonly GrpcChannelOptions _options;

    /// <param name="address"><c>http://host:port</c> or <c>https://host:port</c>.</param>
    /// <exception cref="ArgumentException">Another scheme, or a path.</exception>
    public GrpcChannel(Uri address, GrpcChannelOptions? options = null)
    {
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https") || address.PathAndQuery != "/")
        {
            throw new ArgumentException($"'{address}' is not http://host:port or https://host:port.", nameof(address));
        }

        Address = address;
        _options = options ?? new GrpcChannelOptions();
        _http = new HttpMessageInvoker(Handler(_options));
    }

    /// <summary>The server's address.</summary>
    public Uri Address { get; }

    /// <summary>Sends one request and waits for one response.</summary>
    /// <exception cref="RpcException">The call failed.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<TResponse> UnaryAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>, new()
    {
        using ClientExchange exchange = Open(method.FullName, request, options, cancellation);
        await exchange.StartAsync();
        return await exchange.ReadSingleAsync(method.ResponseParser);
    }

    /// <summary>Sends one request and yields the responses. The call begins with the enumeration; leaving it early cancels the call.</summary>
    /// <exception cref="RpcException">The call failed.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async IAsyncEnumerable<TResponse> ServerStream<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, GrpcCallOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellation = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>, new()
    {
        using ClientExchange exchange = Open(method.FullName, request, options, cancellation);
        await exchange.StartAsync();
        while (await exchange.ReadAsync(method.ResponseParser) is { } response)
        {
            yield return response;
        }
    }

    /// <summary>Opens a call with a stream of requests.</summary>
    public ClientStreamCall<TRequest, TResponse> ClientStream<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, GrpcCallOptions? options = null, CancellationToken cancellation = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>, new() =>
        new(new StreamingCall(_http, Address, method.FullName, _options, options ?? NoOptions, cancellation), method.ResponseParser);

    /// <summary>Opens a call with streams both ways.</summary>
    public DuplexCall<TRequest, TResponse> Duplex<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, GrpcCallOptions? options = null, CancellationToken cancellation = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>, new() =>
        new(new StreamingCall(_http, Address, method.FullName, _options, options ?? NoOptions, cancellation), method.ResponseParser);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private ClientExchange Open(string fullName, IMessage request, GrpcCallOptions? options, CancellationToken cancellation)
    {
        MessageContent content;
        try
        {
            content = new MessageContent(request, _options.MaxSendMessageBytes);
        }
        catch (ProtocolViolationException tooLarge)
        {
            throw new RpcException(tooLarge.Code, tooLarge.Message, inner: tooLarge);
        }

        return new ClientExchange(_http, Address, fullName, content, _options, options ?? NoOptions, cancellation);
    }

    private static SocketsHttpHandler Handler(GrpcChannelOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
            KeepAlivePingDelay = options.KeepAliveDelay,
            KeepAlivePingTimeout = options.KeepAliveTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        };
        if (options.ServerCertificateValidation is { } validation)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = validation;
        }

        if (options.ClientCertificate is { } certificate)
        {
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
        }

        return handler;
    }
}
