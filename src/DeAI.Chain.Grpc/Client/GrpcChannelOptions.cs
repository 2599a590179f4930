using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace DeAI.Chain.Grpc;

/// <summary>Settings of a client's channel.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>Judges the server's certificate in place of the system's trust, for pinned and self-signed ones. Null: the system's trust.</summary>
    public RemoteCertificateValidationCallback? ServerCertificateValidation { get; init; }

    /// <summary>Shown to servers that ask; with its private key.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Time for a connection to stand, the TLS handshake included.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Largest response message in bytes.</summary>
    public int MaxReceiveMessageBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Largest request message in bytes.</summary>
    public int MaxSendMessageBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>A connection with calls on it is pinged when nothing has arrived for this time.</summary>
    public TimeSpan KeepAliveDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A ping without an answer for this time closes the connection.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The clock of deadlines.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
