using System.Net.Security;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network;

/// <summary>Who this node is: the Ed25519 key that the registry knows, and the TLS key that it vouches for.</summary>
public sealed class NodeIdentity : IDisposable
{
    private readonly SigningKey _key;
    private readonly TlsCertificate _certificate;

    /// <param name="key">Stays the caller's to dispose of.</param>
    /// <param name="certificate">Becomes this object's.</param>
    public NodeIdentity(SigningKey key, TlsCertificate certificate)
    {
        _key = key;
        _certificate = certificate;
        CertificateContext = SslStreamCertificateContext.Create(certificate.Certificate, additionalCertificates: null, offline: true);
    }

    public PublicKey PublicKey => _key.PublicKey;

    public Hash256 TlsSpkiHash => _certificate.SpkiHash;

    internal SslStreamCertificateContext CertificateContext { get; }

    /// <summary>Binds this node's key to one pair of TLS keys on one chain; see <see cref="HelloSignature"/>.</summary>
    internal Signature SignHello(ChainId chain, Hash256 peerSpkiHash) =>
        _key.Sign(HelloSignature.Message(chain, TlsSpkiHash, peerSpkiHash));

    public void Dispose() => _certificate.Dispose();
}
