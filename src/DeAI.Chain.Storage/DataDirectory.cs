using System.Text;
using DeAI.Chain.Primitives;
using DeAI.Chain.Storage.Files;

namespace DeAI.Chain.Storage;

/// <summary>
/// A node's home, locked for one process and bound to one chain:
/// <code>
/// LOCK      held while the node runs; names the process
/// SCHEMA    version of this layout, decimal
/// CHAIN     the chain's id, 64 hexadecimal digits
/// db/       RocksDB
/// votes/    the vote log; never part of a backup
/// snapshots/  checkpoints for peers that sync
/// </code>
/// </summary>
public sealed class DataDirectory : IDisposable
{
    /// <summary>Version of the layout that this program writes.</summary>
    public const int SchemaVersion = 1;

    private const int MaxMarkerBytes = 256;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly LockFile _lock;

    private string QuarantinePath => Path.Combine(Home, "votes", "QUARANTINE");

    private DataDirectory(string home, ChainId chain, bool created, LockFile held)
    {
        Home = home;
        Chain = chain;
        Created = created;
        _lock = held;
    }

    public string Home { get; }

    public ChainId Chain { get; }

    /// <summary>Whether this call made the home: a node without any past.</summary>
    public bool Created { get; }

    public string DatabaseDirectory => Path.Combine(Home, "db");

    public string VoteLogPath => Path.Combine(Home, "votes", "votes.log");

    /// <summary>
    /// Whether votes of this node were lost and may still matter. A file of its own, because the log made anew looks sound at the next start.
    /// </summary>
    public bool IsInQuarantine => File.Exists(QuarantinePath);

    public string SnapshotsDirectory => Path.Combine(Home, "snapshots");

    /// <summary>Opens the home of a node of <paramref name="chain"/>, or makes it.</summary>
    /// <returns>
    /// Refused with <see cref="StorageErrors.Locked"/>, <see cref="StorageErrors.OtherChain"/>, <see cref="StorageErrors.UnknownVersion"/> or
    /// <see cref="StorageErrors.Incomplete"/>; nothing was changed then.
    /// </returns>
    /// <exception cref="StorageException">The disk failed or is full.</exception>
    public static Result<DataDirectory> Open(string home, ChainId chain)
    {
        if (chain.IsDefault)
        {
            throw new ArgumentException("A home needs a chain.", nameof(chain));
        }

        string full = Path.GetFullPath(home);
        MakeDirectory(full);
        LockFile? held = LockFile.TryTake(Path.Combine(full, "LOCK"));
        if (held is null)
        {
            return Result.Refuse<DataDirectory>(StorageErrors.Locked, $"{full} is in use by another process.");
        }

        bool opened = false;
        try
        {
            Result<bool> created = Bind(full, chain);
            if (!created.TryGet(out bool isNew, out Refusal? refusal))
            {
                return Result.Refuse<DataDirectory>(refusal);
            }

            DataDirectory directory = new(full, chain, isNew, held);
            MakeDirectory(directory.DatabaseDirectory);
            MakeDirectory(Path.GetDirectoryName(directory.VoteLogPath)!);
            MakeDirectory(directory.SnapshotsDirectory);
            opened = true;
            return Result.Of(directory);
        }
        finally
        {
            if (!opened)
            {
                held.Dispose();
            }
        }
    }

    /// <summary>Durable before it returns. Call it before the log is made anew.</summary>
    /// <exception cref="StorageException">The disk failed or is full.</exception>
    public void BeginQuarantine() => AtomicFile.Write(QuarantinePath, "the vote log was missing\n"u8);

    /// <summary>The durable chain has passed every view that this node may have voted in.</summary>
    public void EndQuarantine() => File.Delete(QuarantinePath);

    public void Dispose() => _lock.Dispose();

    /// <returns>Whether the home is new.</returns>
    private static Result<bool> Bind(string home, ChainId chain)
    {
        string schemaPath = Path.Combine(home, "SCHEMA");
        string chainPath = Path.Combine(home, "CHAIN");
        string? schema = ReadMarker(schemaPath);
        string? stored = ReadMarker(chainPath);
        string expected = $"{SchemaVersion}";
        if (schema is not null && !string.Equals(schema, expected, StringComparison.Ordinal))
        {
            return Result.Refuse<bool>(
                StorageErrors.UnknownVersion, $"{home} has layout {schema}; this program reads layout {expected}. Use the version that wrote it.");
        }

        if (stored is not null && !(ChainId.TryParse(stored, out ChainId other) && other == chain))
        {
            return Result.Refuse<bool>(
                StorageErrors.OtherChain, $"{home} belongs to chain {stored}, not to {chain}. Give this node another home, or the right genesis file.");
        }

        bool complete = schema is not null && stored is not null;
        if (!complete && HasData(home))
        {
            return Result.Refuse<bool>(
                StorageErrors.Incomplete, $"{home} holds data but no {(stored is null ? "CHAIN" : "SCHEMA")} file, so its chain cannot be checked.");
        }

        if (!complete)
        {
            // CHAIN last: a home is new until it is complete, and a crash between the two files leaves one that is made again.
            AtomicFile.Write(schemaPath, Encoding.ASCII.GetBytes(expected + "\n"));
            AtomicFile.Write(chainPath, Encoding.ASCII.GetBytes(chain + "\n"));
        }

        return Result.Of(!complete);
    }

    private static bool HasData(string home) =>
        new[] { "db", "votes" }.Any(name => Directory.Exists(Path.Combine(home, name))
            && Directory.EnumerateFileSystemEntries(Path.Combine(home, name)).Any());

    private static string? ReadMarker(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            return new FileInfo(path).Length <= MaxMarkerBytes ? File.ReadAllText(path, Encoding.ASCII).TrimEnd() : "unreadable (too long)";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw IoFailure.From(exception, $"cannot read {path}");
        }
    }

    private static void MakeDirectory(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, OwnerOnly);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw IoFailure.From(exception, $"cannot create {path}");
        }

        Posix.FlushDirectory(Path.GetDirectoryName(path)!);
    }
}
