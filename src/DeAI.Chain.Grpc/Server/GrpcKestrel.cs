using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace DeAI.Chain.Grpc;

/// <summary>Sets Kestrel up for gRPC.</summary>
public static class GrpcKestrel
{
    /// <summary>Sets the limits of the whole server. What streams need lifted is lifted here and per call; what Kestrel leaves open is bounded.</summary>
    public static void UseGrpcLimits(this KestrelServerOptions kestrel, GrpcTransportLimits limits)
    {
        kestrel.AddServerHeader = false;

        // The guards of the listeners count; those that they ended are here until they are gone.
        kestrel.Limits.MaxConcurrentConnections = 16L * limits.MaxConnections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = limits.MaxConnections;
        kestrel.Limits.Http2.InitialConnectionWindowSize = limits.ConnectionWindow;
        kestrel.Limits.Http2.InitialStreamWindowSize = limits.ConnectionWindow / 2;
        kestrel.Limits.Http2.MaxStreamsPerConnection = limits.MaxStreamsPerConnection;
        kestrel.Limits.Http2.KeepAlivePingDelay = limits.KeepAliveDelay;
        kestrel.Limits.Http2.KeepAlivePingTimeout = limits.KeepAliveTimeout;

        // Counted over a connection this would cut a reader that is slow on purpose; the idle limit of each call stands in for it.
        kestrel.Limits.MinResponseDataRate = null;
    }

    /// <summary>Listens for gRPC on an address.</summary>
    /// <exception cref="ArgumentException">Plaintext beyond loopback, or with what only TLS offers.</exception>
    public static void ListenGrpc(this KestrelServerOptions kestrel, GrpcEndpointOptions endpoint)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(endpoint.MaxConnections);
        if (endpoint.Certificate is null)
        {
            if (!IPAddress.IsLoopback(endpoint.Address.Address))
            {
                throw new ArgumentException($"Plaintext is served on loopback only, not on {endpoint.Address}.", nameof(endpoint));
            }

            if (endpoint.AlsoHttp1 || endpoint.AcceptClientCertificate is not null)
            {
                throw new ArgumentException("HTTP/1.1 beside HTTP/2, and client certificates, need TLS.", nameof(endpoint));
            }
        }

        kestrel.Listen(endpoint.Address, listen =>
        {
            listen.GuardConnections(endpoint.MaxConnections);
            listen.Protocols = endpoint.AlsoHttp1 ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http2;
            if (endpoint.Certificate is not null)
            {
                listen.UseHttps(Tls(endpoint));
            }
        });
    }

    /// <summary>Bounds a listener's connections: <see cref="GrpcTransportLimits.MaxConnections"/> says how. Comes before TLS.</summary>
    public static void GuardConnections(this ListenOptions listen, int maxConnections)
    {
        ConnectionGuard guard = new(maxConnections);
        listen.Use(next => connection => guard.RunAsync(next, connection));
    }

    private static HttpsConnectionAdapterOptions Tls(GrpcEndpointOptions endpoint)
    {
        var tls = new HttpsConnectionAdapterOptions
        {
            ServerCertificate = endpoint.Certificate,
            SslProtocols = SslProtocols.Tls13,
        };
        if (endpoint.AcceptClientCertificate is { } accept)
        {
            // Not by Kestrel's own certificate mode: its callback is not asked about a client that shows none, which would let it in.
            tls.ClientCertificateMode = ClientCertificateMode.NoCertificate;
            tls.OnAuthenticate = (_, handshake) =>
            {
                handshake.ClientCertificateRequired = true;
                handshake.RemoteCertificateValidationCallback = (_, certificate, _, _) => accept(certificate as X509Certificate2);
            };
        }

        return tls;
    }
}
