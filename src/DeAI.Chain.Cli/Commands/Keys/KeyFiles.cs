using System.Security.Cryptography;
using DeAI.Chain.Cryptography;

namespace DeAI.Chain.Cli.Commands.Keys;

/// <summary>Keystores on disk, readable by their owner only.</summary>
internal static class KeyFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a key and writes its keystore.</summary>
    /// <exception cref="CliException">The file exists: a key is never written over.</exception>
    public static PublicKey Create(string path, string kind, ReadOnlySpan<byte> passphrase, KdfStrength strength)
    {
        byte[] seed = RandomNumberGenerator.GetBytes(SigningKey.SeedLength);
        try
        {
            KeystoreFile file = Seal(seed, kind, passphrase, strength);
            WriteNew(path, Keystore.ToJson(file));
            return file.PublicKey;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    public static KeystoreFile Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new CliException("keys.not_found", $"There is no keystore {path}", "make one with: deai keys new --out FILE");
        }

        if (new FileInfo(path).Length > Keystore.MaxJsonLength)
        {
            throw new CliException("keystore.too_long", $"{path} is longer than any keystore", "give the path of a file made by deai keys new");
        }

        return Keystore.FromJson(File.ReadAllText(path)).OrFail("give the path of a file made by deai keys new");
    }

    public static SigningKey Open(string path, ReadOnlySpan<byte> passphrase) =>
        Keystore.Decrypt(Read(path), passphrase).OrFail($"check which passphrase belongs to {path}");

    /// <summary>Puts the same key under another passphrase. The old file stays whole until the new one is.</summary>
    public static void Reseal(string path, SigningKey key, string kind, ReadOnlySpan<byte> passphrase, KdfStrength strength)
    {
        byte[] seed = new byte[SigningKey.SeedLength];
        key.ExportSeed(seed);
        try
        {
            string temporary = path + ".new";
            WriteNew(temporary, Keystore.ToJson(Seal(seed, kind, passphrase, strength)));
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    public static void WriteNew(string path, string text)
    {
        if (File.Exists(path))
        {
            throw new CliException("keys.exists", $"{path} exists, and a key is never written over", "choose another path, or move the file away");
        }

        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory)
        {
            Directory.CreateDirectory(directory);
        }

        using FileStream stream = new(path, options);
        stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
        stream.Flush(flushToDisk: true);
    }

    private static KeystoreFile Seal(ReadOnlySpan<byte> seed, string kind, ReadOnlySpan<byte> passphrase, KdfStrength strength) =>
        Keystore.Encrypt(seed, kind, passphrase, RandomNumberGenerator.GetBytes(16), RandomNumberGenerator.GetBytes(24), strength);
}
