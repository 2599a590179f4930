using DeAI.Chain.Cryptography;
using DeAI.Chain.Storage;
using DeAI.Chain.Storage.RocksDb;

namespace DeAI.Chain.Cli.Commands.Node.Doctor;

/// <summary>The native libraries: each is used once, and then the file that the system took is looked up.</summary>
internal static class LibraryChecks
{
    private const string Remedy = "install it: native/setup.sh does on Debian and its relatives, and names the packages elsewhere";

    private static readonly NativeLibraryUse[] Uses =
    [
        new("libsodium", static () => SigningKey.FromSeed(new byte[SigningKey.SeedLength]).Dispose()),
        new("libcrypto", static () => Sha256.Hash("doctor"u8)),
        new("librocksdb", OpenADatabase),
    ];

    public static IEnumerable<Finding> Run() => Uses.Select(static use => Check(use));

    private static Finding Check(NativeLibraryUse use)
    {
        string check = "library." + use.Name;
        try
        {
            use.Use();
            return Finding.Ok(check, FileOf(use.Name) ?? "works");
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException or TypeInitializationException or StorageException)
        {
            return Finding.Error(check, (error.InnerException ?? error).Message, Remedy);
        }
    }

    private static void OpenADatabase()
    {
        string folder = Directory.CreateTempSubdirectory("deai-doctor-").FullName;
        try
        {
            RocksDatabase.Open(Path.Combine(folder, "db"), new RocksDatabaseOptions(), []).Dispose();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The loaded file with its links followed: its name ends with the version.</summary>
    private static string? FileOf(string name)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        string? path = File.ReadLines("/proc/self/maps")
            .Select(static line => line[(line.LastIndexOf(' ') + 1)..])
            .FirstOrDefault(file => Path.GetFileName(file).StartsWith(name, StringComparison.Ordinal));
        return path is null ? null : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
    }
}
