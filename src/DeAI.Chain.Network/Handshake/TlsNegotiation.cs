using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network;

/// <summary>
/// TLS 1.3, certificates from both sides, ALPN <c>deai/1</c>. Any certificate passes here: who it belongs to is settled by the hello.
/// </summary>
internal static class TlsNegotiation
{
    public static readonly SslApplicationProtocol Protocol = new("deai/1");

    /// <summary>A name is needed for SNI and means nothing here.</summary>
    private const string TargetHost = "deai";

    /// <returns>The SPKI hash of the other side's certificate.</returns>
    public static async Task<Result<Hash256>> RunAsync(SslStream stream, NodeIdentity identity, bool initiator, CancellationToken cancel)
    {
        try
        {
            await (initiator
                ? stream.AuthenticateAsClientAsync(ClientOptions(identity), cancel)
                : stream.AuthenticateAsServerAsync(ServerOptions(identity), cancel));
        }
        catch (Exception e) when (e is AuthenticationException or IOException or InvalidOperationException or NotSupportedException)
        {
            return Result.Refuse<Hash256>(NetworkErrors.TlsFailed, Innermost(e));
        }

        if (stream.NegotiatedApplicationProtocol != Protocol || stream.SslProtocol != SslProtocols.Tls13)
        {
            return Result.Refuse<Hash256>(
                NetworkErrors.WrongProtocol, $"negotiated {stream.SslProtocol} and '{stream.NegotiatedApplicationProtocol}', not {Protocol}");
        }

        if (stream.RemoteCertificate is not X509Certificate2 certificate)
        {
            return Result.Refuse<Hash256>(NetworkErrors.NoCertificate, "the other side showed no certificate");
        }

        return Result.Of(TlsCertificate.HashSpki(certificate));
    }

    private static SslClientAuthenticationOptions ClientOptions(NodeIdentity identity) => new()
    {
        TargetHost = TargetHost,
        ClientCertificateContext = identity.CertificateContext,
        EnabledSslProtocols = SslProtocols.Tls13,
        ApplicationProtocols = [Protocol],
        AllowTlsResume = false,
        CertificateChainPolicy = ChainPolicy(),
        RemoteCertificateValidationCallback = AcceptAnyCertificate,
    };

    private static SslServerAuthenticationOptions ServerOptions(NodeIdentity identity) => new()
    {
        ServerCertificateContext = identity.CertificateContext,
        ClientCertificateRequired = true,
        EnabledSslProtocols = SslProtocols.Tls13,
        ApplicationProtocols = [Protocol],
        AllowTlsResume = false,
        CertificateChainPolicy = ChainPolicy(),
        RemoteCertificateValidationCallback = AcceptAnyCertificate,
    };

    /// <summary>A stranger's certificate may name addresses to fetch issuers and revocation lists from: nothing is fetched.</summary>
    private static X509ChainPolicy ChainPolicy() => new()
    {
        DisableCertificateDownloads = true,
        RevocationMode = X509RevocationMode.NoCheck,
        VerificationFlags = X509VerificationFlags.AllFlags,
        TrustMode = X509ChainTrustMode.CustomRootTrust,
    };

    private static bool AcceptAnyCertificate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        certificate is not null;

    private static string Innermost(Exception e)
    {
        while (e.InnerException is not null)
        {
            e = e.InnerException;
        }

        return e.Message;
    }
}
