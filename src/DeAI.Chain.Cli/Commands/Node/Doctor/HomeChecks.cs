using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Network;
using DeAI.Chain.Node.Configuration;
using DeAI.Chain.Storage;
using DeAI.Chain.Storage.Chain;
using DeAI.Chain.Storage.Votes;

namespace DeAI.Chain.Cli.Commands.Node.Doctor;

/// <summary>The node's home: whose it is, room, database, vote log, and the clock against the newest block.</summary>
internal sealed class HomeChecks(NodeConfiguration configuration, GenesisDocument genesis, PublicKey key, TimeProvider time)
{
    private const long LeastBytes = 1L << 30;
    private const long FewBytes = 10L << 30;
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private ulong _newestMs = genesis.TimeMs;

    /// <summary>A node runs with this home: what it holds is its own.</summary>
    public bool IsRunning { get; private set; }

    public IEnumerable<Finding> Run()
    {
        yield return CheckSpace();
        string home = Path.GetFullPath(configuration.Home);
        if (!File.Exists(Path.Combine(home, "CHAIN")))
        {
            yield return Directory.Exists(Path.Combine(home, "db"))
                ? Finding.Error("home", $"{home} holds a database but names no chain", "give this node another home: it syncs from its peers")
                : Finding.Ok("home", $"{home} is new; it is made at the first start");
        }
        else
        {
            foreach (Finding finding in CheckExisting(home))
            {
                yield return finding;
            }
        }

        yield return CheckClock();
    }

    private List<Finding> CheckExisting(string home)
    {
        List<Finding> findings = [];
        try
        {
            if (!DataDirectory.Open(home, genesis.Chain).TryGet(out DataDirectory directory, out Refusal? refusal))
            {
                IsRunning = refusal.Code == StorageErrors.Locked;
                return
                [
                    IsRunning
                        ? Finding.Warning("home", $"{refusal.Detail} Database, vote log and ports are not checked", "nothing, if that is the node; otherwise stop the other process")
                        : Finding.Error("home", refusal.ToString(), "use the genesis file and the program that made this home, or another home"),
                ];
            }

            using (directory)
            {
                findings.Add(Finding.Ok("home", home));
                bool hasBlocks = CheckDatabase(directory, findings);
                if (configuration.Role == PeerRole.Validator && !key.IsDefault)
                {
                    findings.Add(CheckVoteLog(directory, hasBlocks));
                }
            }
        }
        catch (StorageException error)
        {
            findings.Add(Finding.Error("home", error.Message, "check who may read and write it, and the disk"));
        }

        return findings;
    }

    private bool CheckDatabase(DataDirectory directory, List<Finding> findings)
    {
        try
        {
            using ChainStore store = ChainStore.Open(directory.DatabaseDirectory);
            _newestMs = store.Tip?.Header.TimeMs ?? _newestMs;
            findings.Add(Finding.Ok("database", store.Tip is { } tip ? $"opens; height {tip.Header.Height}, epoch {tip.Epoch}" : "opens; it is empty"));
            return store.Tip is not null;
        }
        catch (StorageException error)
        {
            findings.Add(Finding.Error(
                "database", error.Message, "keep a copy for the inquiry, then start with a new home: it syncs from its peers (deai node verify names what is damaged)"));
            return true;
        }
    }

    /// <summary>On a copy: opening a log repairs it, and a doctor only looks.</summary>
    private Finding CheckVoteLog(DataDirectory directory, bool hasBlocks)
    {
        const string Check = "vote_log";
        if (!File.Exists(directory.VoteLogPath))
        {
            return hasBlocks
                ? Finding.Warning(Check, "there is none although there are blocks", "the node follows, and signs again once every view it may have voted in has passed; never copy a log from elsewhere")
                : Finding.Ok(Check, "none yet; it is made at the first start");
        }

        string folder = Directory.CreateTempSubdirectory("deai-doctor-").FullName;
        try
        {
            string copy = Path.Combine(folder, "votes.log");
            File.Copy(directory.VoteLogPath, copy);
            VoteLogOpening opening = VoteLog.Open(copy, new VoteLogIdentity(genesis.Chain, key));
            using VoteLog? log = (opening as VoteLogOpened)?.Log;
            return opening switch
            {
                VoteLogOpened { Report.IsClean: true } opened => Finding.Ok(Check, $"{opened.Records.Count} records in order"),
                VoteLogOpened opened => Finding.Warning(
                    Check, $"{opened.Records.Count} records; {opened.Report.HealedCopies} damaged copies, {opened.Report.TornBytes} bytes of an unfinished append",
                    "the next start repairs it; if it happens again, look at the disk"),
                VoteLogDamaged damaged => Finding.Error(Check, $"damaged at byte {damaged.Offset}: {damaged.Detail}", "keep the file; the node follows without signing until it has a new key by vote"),
                VoteLogRefused refused => Finding.Error(Check, refused.Refusal.ToString(), "this log belongs to another key or chain: find this node's own"),
                _ => throw new InvalidOperationException($"{opening} is no way to open a vote log."),
            };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private Finding CheckSpace()
    {
        const string Check = "disk";
        const string Remedy = "make room, or move the home to a larger disk: a node stops before it writes half a block";
        string path = Path.GetFullPath(configuration.Home);
        while (!Directory.Exists(path))
        {
            path = Path.GetDirectoryName(path) ?? "/";
        }

        long free = new DriveInfo(path).AvailableFreeSpace;
        string detail = $"{free / (double)(1L << 30):F1} GiB free at {path}";
        return free < LeastBytes ? Finding.Error(Check, detail, Remedy) : free < FewBytes ? Finding.Warning(Check, detail, Remedy) : Finding.Ok(Check, detail);
    }

    private Finding CheckClock()
    {
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset newest = DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Min(_newestMs, (ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
        return now + Skew < newest
            ? Finding.Error("clock", $"it is {now:u} here, and {newest:u} in the newest block", "set the clock: run an NTP client")
            : Finding.Ok("clock", $"{now:u}, not before the newest block of {newest:u}");
    }
}
