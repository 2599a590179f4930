using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace DeAI.Chain.Grpc;

/// <summary>One address that Kestrel listens on.</summary>
public sealed class GrpcEndpointOptions
{
    /// <summary>Address and port; port 0 takes a free one.</summary>
    public required IPEndPoint Address { get; init; }

    /// <summary>Connections at once: <see cref="GrpcTransportLimits.MaxConnections"/>.</summary>
    public int MaxConnections { get; init; } = new GrpcTransportLimits().MaxConnections;

    /// <summary>The server's certificate with its private key. Null: plaintext with prior knowledge, on loopback addresses only.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>
    /// Judges the client's certificate (null: none was sent); its answer is the only check, so that pinning works with self-signed certificates.
    /// Null: no client certificate is asked for.
    /// </summary>
    public Func<X509Certificate2?, bool>? AcceptClientCertificate { get; init; }

    /// <summary>Serves HTTP/1.1 too, for browsers. TLS only: without it a port speaks one protocol.</summary>
    public bool AlsoHttp1 { get; init; }
}
