using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
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
        kestrel.Limits.MaxConcurrentConnections = limits.MaxConnections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = limits.MaxConnections;
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
            listen.Protocols = endpoint.AlsoHttp1 ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http2;
            if (endpoint.Certificate is not null)
            {
                listen.UseHttps(Tls(endpoint));
            }
        });
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
            tls.ClientCertificateMode = ClientCertificateMode.AllowCertificate;

            // Kestrel's own callback is not asked about a client that shows no certificate, which would let it in.
            tls.OnAuthenticate = (_, handshake) =>
                handshake.RemoteCertificateValidationCallback = (_, certificate, _, _) => accept(certificate as X509Certificate2);
        }

        return tls;
    }
}
