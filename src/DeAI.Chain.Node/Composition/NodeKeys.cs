using System.Text;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Network;
using DeAI.Chain.Node.Configuration;

namespace DeAI.Chain.Node.Composition;

/// <summary>Opens the node's keystore, and its TLS certificate, which is made at the first start.</summary>
internal static class NodeKeys
{
    public const string PassphraseVariable = "DEAI_PASSPHRASE";

    public static Result<SigningKey> Open(NodeConfiguration configuration, Func<string, string?> environment)
    {
        try
        {
            string? passphrase = configuration.PassphraseFile.Length > 0
                ? File.ReadAllText(configuration.PassphraseFile).TrimEnd('\r', '\n')
                : environment(PassphraseVariable);
            if (string.IsNullOrEmpty(passphrase))
            {
                return Result.Refuse<SigningKey>(
                    NodeErrors.NoPassphrase, $"set 'passphrase_file' or {PassphraseVariable} to open {configuration.KeyFile}");
            }

            Result<KeystoreFile> file = Keystore.FromJson(File.ReadAllText(configuration.KeyFile));
            return file.TryGet(out KeystoreFile keystore, out Refusal? refusal)
                ? Keystore.Decrypt(keystore, Encoding.UTF8.GetBytes(passphrase))
                : Result.Refuse<SigningKey>(refusal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Result.Refuse<SigningKey>(NodeErrors.CannotRead, exception.Message);
        }
    }

    public static Result<TlsCertificate> Certificate(string home, TimeProvider time)
    {
        string path = Path.Combine(home, "tls.pem");
        if (File.Exists(path))
        {
            return TlsCertificate.Load(path);
        }

        TlsCertificate made = TlsCertificate.Create(time);
        made.Save(path);
        return Result.Of(made);
    }
}
