using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace DeAI.Chain.Grpc;

/// <summary>What a handler sees of the call it serves, beside the messages.</summary>
public sealed class ServerCall
{
    private Metadata? _requestHeaders;
    private Metadata? _responseHeaders;
    private Metadata? _responseTrailers;
    private bool _headersSent;

    /// <summary>For bridges that serve the same handlers over another protocol; gRPC calls are made by the layer itself.</summary>
    public ServerCall(HttpContext httpContext, string method, DateTimeOffset? deadline, CancellationToken cancellationToken)
    {
        HttpContext = httpContext;
        Method = method;
        Deadline = deadline;
        CancellationToken = cancellationToken;
    }

    /// <summary><c>package.Service/Method</c>.</summary>
    public string Method { get; }

    /// <summary>When the client gives up; null where it waits without end.</summary>
    public DateTimeOffset? Deadline { get; }

    /// <summary>Fires when the deadline passes, the client goes away, the stream is idle for too long, or (streams) the server stops.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>The request behind the call. Bodies and response headers belong to the layer.</summary>
    public HttpContext HttpContext { get; }

    /// <summary>What an authorising hook found out about the caller; the layer does not read it.</summary>
    public object? Identity { get; set; }

    /// <summary>The metadata that the client sent.</summary>
    public Metadata RequestHeaders => _requestHeaders ??= ReadHeaders();

    /// <summary>Sent with the first response message, at <see cref="SendHeadersAsync"/>, or when a stream's handler first waits; later additions throw.</summary>
    public Metadata ResponseHeaders
    {
        get
        {
            if (_responseHeaders is null)
            {
                _responseHeaders = new Metadata();
                if (_headersSent)
                {
                    _responseHeaders.MarkSent();
                }
            }

            return _responseHeaders;
        }
    }

    /// <summary>Sent after the last message, with errors too.</summary>
    public Metadata ResponseTrailers => _responseTrailers ??= new Metadata();

    /// <summary>The client's address as gRPC writes it, such as <c>ipv4:192.0.2.1:50051</c>.</summary>
    public string Peer
    {
        get
        {
            if (HttpContext.Connection.RemoteIpAddress is not { } address)
            {
                return "unknown";
            }

            IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            return plain.AddressFamily == AddressFamily.InterNetwork
                ? $"ipv4:{plain}:{HttpContext.Connection.RemotePort}"
                : $"ipv6:[{plain}]:{HttpContext.Connection.RemotePort}";
        }
    }

    /// <summary>The certificate of the client's TLS handshake; null on plaintext or where none was sent.</summary>
    public X509Certificate2? ClientCertificate => HttpContext.Connection.ClientCertificate;

    internal Func<CancellationToken, ValueTask>? HeaderSender { get; set; }

    /// <summary>Null where the handler added none.</summary>
    internal Metadata? TrailersToSend => _responseTrailers;

    /// <summary>Sends the response headers now, for what the client must learn even if the call fails later. A bridge may ignore it.</summary>
    public ValueTask SendHeadersAsync() => HeaderSender is null ? ValueTask.CompletedTask : HeaderSender(CancellationToken);

    /// <summary>Null where the handler added none; later additions throw.</summary>
    internal Metadata? TakeHeadersToSend()
    {
        _headersSent = true;
        _responseHeaders?.MarkSent();
        return _responseHeaders;
    }

    private Metadata ReadHeaders()
    {
        var metadata = new Metadata();
        foreach (KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues> header in HttpContext.Request.Headers)
        {
            foreach (string? value in header.Value)
            {
                metadata.AddReceived(header.Key, value ?? "");
            }
        }

        metadata.MarkSent();
        return metadata;
    }
}
