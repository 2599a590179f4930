using System.Security.Cryptography;
using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Network;
using DeAI.Chain.Node.Composition;
using DeAI.Chain.Node.Configuration;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Validators;
using DeAI.Chain.Storage;
using DeAI.Chain.Storage.Chain;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeAI.Chain.Node.Tests.Testing;

/// <summary>A validator's home and key, with a vote log that is opened, voted in, closed, copied and restored.</summary>
internal sealed class VoterHome : IDisposable
{
    private static readonly ChainId Chain = new(SHA256.HashData("chain"u8));

    private readonly string _root = Directory.CreateTempSubdirectory("deai-voter-").FullName;
    private readonly SigningKey _key = SigningKey.FromSeed(SHA256.HashData("voter"u8));
    private DataDirectory? _directory;
    private VoteLogRestore? _restored;
    private ulong _voted;
    private int _copies;

    public string Home => Path.Combine(_root, "home");

    public string Marker => VoteLogRestore.MarkerPath(Configuration(), Chain);

    /// <summary>The view of the newest block in the database.</summary>
    public ulong TipView { get; set; }

    public bool Trusted { get; set; }

    /// <summary>Opens the home as the node does.</summary>
    /// <returns>Why nothing may be signed; empty if it may.</returns>
    public string Start()
    {
        _directory = DataDirectory.Open(Home, Chain).Value;
        ValidatorSet seats = new(Sequence.Create<Validator>([new Validator(new OrganisationId(1), _key.PublicKey)]));
        BlockHeader header = new(
            Chain, default, new Height(TipView), new View(TipView), default, 1, default, default, default, default, default, default, default, default, default);
        _restored = VoteLogRestore.Open(Configuration(), _directory, new StoredTip(header, default, seats, default, default), _key, NullLogger.Instance);
        File.WriteAllText(Path.Combine(_directory.DatabaseDirectory, "data"), "a database");
        return _restored.Safety is { CanSign: true } ? string.Empty : _restored.Degraded;
    }

    public void Vote(int count)
    {
        VoteRecord[] records = [.. Enumerable.Range(0, count).Select(_ => new VoteRecord(default, VoteRecordKind.Nullify, new View(++_voted), default, null, null))];
        _restored!.Journal!.Write(records);
    }

    public void Prune(ulong floor) => _restored!.Journal!.Prune(default, new View(floor));

    /// <param name="crash">Leaves the marker as a killed process leaves it.</param>
    public void Stop(bool crash = false)
    {
        byte[] open = File.ReadAllBytes(Marker);
        _restored!.Journal!.Dispose();
        _directory!.Dispose();
        if (crash)
        {
            File.WriteAllBytes(Marker, open);
        }
    }

    /// <summary>Copies the home, running or not.</summary>
    public string Backup()
    {
        string copy = Path.Combine(_root, $"backup{_copies++}");
        CopyTree(Home, copy);
        return copy;
    }

    public void RestoreHome(string backup)
    {
        Directory.Delete(Home, recursive: true);
        CopyTree(backup, Home);
    }

    public void RestoreVotes(string backup)
    {
        Directory.Delete(Path.Combine(Home, "votes"), recursive: true);
        CopyTree(Path.Combine(backup, "votes"), Path.Combine(Home, "votes"));
    }

    public void DeleteVotes() => Directory.Delete(Path.Combine(Home, "votes"), recursive: true);

    public void DeleteHome() => Directory.Delete(Home, recursive: true);

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private NodeConfiguration Configuration()
    {
        PeerAddress address = PeerAddress.Parse("127.0.0.1:1").Value;
        return new NodeConfiguration(
            Home, "genesis", Path.Combine(_root, "key.json"), string.Empty, PeerRole.Validator, address, address, address, LogLevel.None, [], [])
        {
            TrustsVoteLog = Trusted,
        };
    }

    private static void CopyTree(string from, string to)
    {
        Directory.CreateDirectory(to);
        // As a backup does it: by its bytes, whoever has it open; only lock files refuse that within one process.
        foreach (string file in Directory.GetFiles(from).Where(static file => !file.EndsWith("lock", StringComparison.OrdinalIgnoreCase)))
        {
            using FileStream source = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using FileStream target = File.Create(Path.Combine(to, Path.GetFileName(file)));
            source.CopyTo(target);
        }

        foreach (string directory in Directory.GetDirectories(from))
        {
            CopyTree(directory, Path.Combine(to, Path.GetFileName(directory)));
        }
    }
}
