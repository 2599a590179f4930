using System.CommandLine;
using DeAI.Chain.Cryptography;

namespace DeAI.Chain.Cli.Commands.Keys;

/// <summary><c>deai keys</c>: Ed25519 keys in encrypted keystores.</summary>
internal static class KeysCommands
{
    public static Command Create(CommandFactory factory) =>
        CommandFactory.Group("keys", "Keys in encrypted keystores.", New(factory), Show(factory), Rotate(factory));

    private static Command New(CommandFactory factory)
    {
        Option<string> file = new("--out") { Description = "Where to write the keystore; must not exist.", Required = true };
        Option<string> kind = new("--kind")
        {
            Description = "What the key is for, such as account, validator or auditor: 1 to 32 of a-z, 0-9 and '-'.",
            DefaultValueFactory = static _ => "account",
        };
        Option<KdfStrength> strength = StrengthOption();
        Option<string?> passphrase = Passphrases.FileOption();
        return factory.Make("new", "Make a key and its keystore; prints the public key.", [file, kind, strength, passphrase], context =>
        {
            string path = context.Get(file);
            if (File.Exists(path))
            {
                throw new CliException("keys.exists", $"{path} exists, and a key is never written over", "choose another path, or move the file away");
            }

            if (!IsKind(context.Get(kind)))
            {
                throw CliException.Usage($"'{context.Get(kind)}' is no kind: 1 to {KeystoreFile.MaxKindLength} of a-z, 0-9 and '-'");
            }

            byte[] secret = Passphrases.Get(context, passphrase, $"for {path}", confirm: true);
            PublicKey key = KeyFiles.Create(path, context.Get(kind), secret, context.Get(strength));
            context.Output.Write(
                new { publicKey = key.ToString(), kind = context.Get(kind), file = Path.GetFullPath(path) },
                text => text.WriteLine(key));
            return ExitCode.Done;
        });
    }

    private static Command Show(CommandFactory factory)
    {
        Argument<string> file = new("file") { Description = "The keystore." };
        Option<bool> check = new("--check") { Description = "Also open it with its passphrase." };
        Option<string?> passphrase = Passphrases.FileOption();
        return factory.Make("show", "Print a keystore's public key and cost; needs no passphrase.", [file, check, passphrase], context =>
        {
            string path = context.Get(file);
            KeystoreFile keystore = KeyFiles.Read(path);
            if (context.Get(check))
            {
                KeyFiles.Open(path, Passphrases.Get(context, passphrase, $"of {path}")).Dispose();
            }

            context.Output.Write(
                new
                {
                    publicKey = keystore.PublicKey.ToString(),
                    keystore.Kind,
                    kdf = new { algorithm = KeystoreKdf.Algorithm, keystore.Kdf.Operations, keystore.Kdf.MemoryBytes },
                    opened = context.Get(check),
                },
                text =>
                {
                    text.WriteLine($"public key  {keystore.PublicKey}");
                    text.WriteLine($"kind        {keystore.Kind}");
                    text.WriteLine($"passphrase  {KeystoreKdf.Algorithm}, {keystore.Kdf.Operations} passes over {keystore.Kdf.MemoryBytes} bytes"
                        + (context.Get(check) ? ", opened" : string.Empty));
                });
            return ExitCode.Done;
        });
    }

    private static Command Rotate(CommandFactory factory)
    {
        Argument<string> file = new("file") { Description = "The keystore; replaced whole or not at all." };
        Option<KdfStrength> strength = StrengthOption();
        Option<string?> old = Passphrases.FileOption();
        Option<string?> fresh = new("--new-passphrase-file") { Description = "File with the new passphrase; without it a question at a terminal." };
        const string Description = "Put the same key under a new passphrase, salt and cost. An account's key itself is exchanged on chain.";
        return factory.Make("rotate", Description, [file, strength, old, fresh], context =>
        {
            string path = context.Get(file);
            KeystoreFile before = KeyFiles.Read(path);
            using SigningKey key = KeyFiles.Open(path, Passphrases.Get(context, old, $"of {path}"));
            byte[] secret = Passphrases.Get(context, fresh, $"from now on for {path}", confirm: true);
            KeyFiles.Reseal(path, key, before.Kind, secret, context.Get(strength));
            context.Output.Write(
                new { publicKey = key.PublicKey.ToString(), before.Kind, file = Path.GetFullPath(path) },
                text => text.WriteLine($"{path}: new passphrase; the key is still {key.PublicKey}"));
            return ExitCode.Done;
        });
    }

    private static Option<KdfStrength> StrengthOption() => new("--strength")
    {
        Description = "Cost of guessing the passphrase: interactive (0.1 s), moderate (0.7 s), or fast (no protection, for tests).",
        DefaultValueFactory = static _ => KdfStrength.Moderate,
    };

    private static bool IsKind(string kind) =>
        kind.Length is >= 1 and <= KeystoreFile.MaxKindLength && kind.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
