using System.Text;
using DeAI.Chain.Cli.Commands.Genesis;
using DeAI.Chain.Cli.Commands.Keys;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Modules;
using DeAI.Chain.Network;
using DeAI.Chain.Node.Configuration;

namespace DeAI.Chain.Cli.Commands.Node.Doctor;

/// <summary>Which chain, and who on it: the genesis file, the keystore, its passphrase.</summary>
internal sealed class IdentityChecks(NodeConfiguration configuration, Func<string, string?> environment)
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Null until it was found good.</summary>
    public GenesisDocument? Genesis { get; private set; }

    /// <summary>Default until the keystore could be read.</summary>
    public PublicKey Key { get; private set; }

    public Finding CheckGenesis()
    {
        const string Check = "genesis";
        const string Remedy = "get the network's genesis file and compare its chain id with another organisation: deai genesis verify FILE --chain ID";
        try
        {
            GenesisDocument document = GenesisDocument.Parse(GenesisFiles.Read(configuration.GenesisFile)).OrFail();
            GenesisState.Build(document, new CatalogIndex(ModuleCatalog.Create())).OrFail();
            string beside = configuration.GenesisFile + ".chain";
            if (File.Exists(beside) && File.ReadAllText(beside).Trim() != document.Chain.ToString())
            {
                return Finding.Error(Check, $"{configuration.GenesisFile} makes chain {document.Chain}, the file beside it names {File.ReadAllText(beside).Trim()}", Remedy);
            }

            Genesis = document;
            return Finding.Ok(Check, $"{document.Name}, chain {document.Chain}");
        }
        catch (CliException error)
        {
            return Finding.Error(Check, $"{error.Message} ({error.Code})", Remedy);
        }
    }

    public IEnumerable<Finding> CheckKey()
    {
        foreach (string file in (string[])[configuration.KeyFile, configuration.PassphraseFile])
        {
            if (file.Length > 0 && File.Exists(file) && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Others) != UnixFileMode.None)
            {
                yield return Finding.Warning("key.permissions", $"{file} can be read by others than its owner", $"chmod 600 {file}");
            }
        }

        yield return OpenKey();
        if (Genesis is { } genesis && !Key.IsDefault && configuration.Role == PeerRole.Validator && genesis.Validators.Seats.Span.ToArray().All(seat => seat.Key != Key))
        {
            yield return Finding.Warning(
                "key.seat", $"{Key} has no seat at genesis", "right if a vote gave it one since (deai query validators); otherwise another key is needed here, or the role auditor");
        }
    }

    private Finding OpenKey()
    {
        const string Check = "key";
        try
        {
            KeystoreFile keystore = KeyFiles.Read(configuration.KeyFile);
            byte[] passphrase = configuration.PassphraseFile.Length > 0
                ? Passphrases.OfFile(configuration.PassphraseFile)
                : Encoding.UTF8.GetBytes(environment(Passphrases.Variable) ?? string.Empty);
            if (passphrase.Length == 0)
            {
                return Finding.Error(Check, $"there is no passphrase for {configuration.KeyFile}", $"set 'passphrase_file' or {Passphrases.Variable}");
            }

            using SigningKey key = Keystore.Decrypt(keystore, passphrase).OrFail();
            Key = key.PublicKey;
            return Finding.Ok(Check, $"{key.PublicKey} ({keystore.Kind})");
        }
        catch (CliException error)
        {
            string remedy = error.Remedy.Length > 0 ? error.Remedy : $"check which passphrase belongs to {configuration.KeyFile}";
            return Finding.Error(Check, $"{error.Message} ({error.Code})", remedy);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Finding.Error(Check, error.Message, "the node's user has to be able to read it");
        }
    }
}
