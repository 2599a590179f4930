using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network;

/// <summary>
/// The self-signed P-256 certificate a node shows in TLS. No trust comes from it: its names and dates are not looked at, only the hash of
/// its public key, which the node's Ed25519 key signs for each session.
/// </summary>
public sealed class TlsCertificate : IDisposable
{
    private const int MaxFileLength = 64 * 1024;

    private TlsCertificate(X509Certificate2 certificate)
    {
        Certificate = certificate;
        SpkiHash = HashSpki(certificate);
    }

    /// <summary>SHA-256 of the DER SubjectPublicKeyInfo (RFC 5280, section 4.1).</summary>
    public Hash256 SpkiHash { get; }

    internal X509Certificate2 Certificate { get; }

    public static TlsCertificate Create(TimeProvider time)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=deai-node", key, HashAlgorithmName.SHA256);
        DateTimeOffset now = time.GetUtcNow();
        return new TlsCertificate(request.CreateSelfSigned(now.AddDays(-1), now.AddYears(50)));
    }

    /// <summary>Reads what <see cref="Save"/> wrote: a certificate and its private key in PEM.</summary>
    public static Result<TlsCertificate> Load(string path)
    {
        try
        {
            FileInfo file = new(path);
            if (!file.Exists || file.Length > MaxFileLength)
            {
                return Refuse(path, file.Exists ? $"{file.Length} bytes are more than {MaxFileLength}" : "there is no such file");
            }

            string pem = File.ReadAllText(path, Encoding.ASCII);
            X509Certificate2 certificate = X509Certificate2.CreateFromPem(pem, pem);
            using ECDsa? key = certificate.GetECDsaPrivateKey();
            if (key is not { KeySize: 256 })
            {
                certificate.Dispose();
                return Refuse(path, "the key is not ECDSA on P-256");
            }

            return Result.Of(new TlsCertificate(certificate));
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Refuse(path, e.Message);
        }
    }

    /// <summary>Writes certificate and private key in PEM, readable by the owner only, and replaces the file in one step.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        using ECDsa key = Certificate.GetECDsaPrivateKey() ?? throw new InvalidOperationException("The certificate has lost its key.");
        string pem = Certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n";
        string temporary = path + ".new";
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        File.Delete(temporary);
        using (FileStream stream = new(temporary, options))
        {
            stream.Write(Encoding.ASCII.GetBytes(pem));
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    public void Dispose() => Certificate.Dispose();

    internal static Hash256 HashSpki(X509Certificate2 certificate) =>
        new(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));

    private static Result<TlsCertificate> Refuse(string path, string why) => Result.Refuse<TlsCertificate>(
        NetworkErrors.BadCertificateFile,
        $"'{path}': {why}; delete the file to have a new certificate made (peers need no change: they know the node by its Ed25519 key)");
}
