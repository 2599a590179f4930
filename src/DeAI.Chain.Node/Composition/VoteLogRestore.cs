using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Node.Configuration;
using DeAI.Chain.Node.Runtime;
using DeAI.Chain.Storage;
using DeAI.Chain.Storage.Chain;
using DeAI.Chain.Storage.Votes;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Node.Composition;

/// <summary>
/// Opens the vote log, compares it with its marker, and gives Safety back what it holds. If anything is wrong with it, the node follows and
/// does not sign, for good where votes are unreadable, else until the network has passed all that the key can have signed.
/// </summary>
internal sealed partial class VoteLogRestore
{
    private VoteLogRestore(VoteJournal? journal, Safety? safety, string degraded)
    {
        Journal = journal;
        Safety = safety;
        Degraded = degraded;
    }

    public VoteJournal? Journal { get; }

    /// <summary>Null where the node must not sign.</summary>
    public Safety? Safety { get; }

    /// <summary>Why the node does not sign at first; empty if it does.</summary>
    public string Degraded { get; }

    /// <summary>Where the marker of a chain's vote log lies: beside the key, unless the operator wants it elsewhere.</summary>
    public static string MarkerPath(NodeConfiguration configuration, ChainId chain) =>
        configuration.VoteMarkerFile.Length > 0 ? configuration.VoteMarkerFile : $"{configuration.KeyFile}.{chain.ToString()[..8]}.votes";

    /// <exception cref="StorageException">The disk failed or is full.</exception>
    public static VoteLogRestore Open(NodeConfiguration configuration, DataDirectory directory, StoredTip tip, SigningKey key, ILogger logger)
    {
        string path = MarkerPath(configuration, directory.Chain);
        VoteLogIdentity identity = new(directory.Chain, key.PublicKey);
        VoteLogMarker? marker = VoteLogMarker.Read(path, out string? doubt);
        VoteLogMarker fresh = new(identity, 0, null, string.Empty, Quarantined: false, default, default);
        if (marker is not null && marker.Identity != identity)
        {
            doubt = $"the vote marker {path} belongs to another key or chain";
            marker = null;
        }

        VoteLogOpening opening = VoteLog.Open(directory.VoteLogPath, identity, marker?.Generation ?? 0, (report, records) =>
        {
            doubt = configuration.TrustsVoteLog ? null : doubt ?? Doubt(marker, report, records, directory, tip);
            if (doubt is not null)
            {
                // Before the log is touched: a crash in between must not make it look right.
                ((marker ?? fresh) with { Quarantined = true }).Write(path);
            }
        });
        if (opening is not VoteLogOpened opened)
        {
            return Silent(opening, logger);
        }

        if (!opened.Report.IsClean)
        {
            LogFindings(logger, opened.Report.Created, opened.Report.HealedCopies, opened.Report.TornBytes);
        }

        VoteLogMarker open = (marker ?? fresh) with { Records = null, Quarantined = doubt is not null };
        return Restore(opened, new VoteJournal(opened.Log, path, open), new Safety(key, directory.Chain), tip, doubt, logger);
    }

    private static string? Doubt(VoteLogMarker? marker, VoteLogReport report, int records, DataDirectory directory, StoredTip tip)
    {
        if (marker is null)
        {
            bool first = report.Created && directory.Created;
            return first ? null : report.Created ? "the vote log is missing" : "the vote log has no marker beside the key";
        }

        bool lost = tip.Epoch < marker.FloorEpoch || (tip.Epoch == marker.FloorEpoch && tip.Header.View < marker.FloorView);
        return lost
            ? $"the database ends at view {tip.Header.View}, below view {marker.FloorView} of epoch {marker.FloorEpoch} up to which votes were dropped"
            : marker.Contradicts(report, records) ?? (marker.Quarantined ? "the quarantine of the last run is not over" : null);
    }

    private static VoteLogRestore Silent(VoteLogOpening opening, ILogger logger)
    {
        string why = opening switch
        {
            VoteLogDamaged damaged => $"the vote log is damaged at byte {damaged.Offset}: {damaged.Detail}",
            VoteLogRefused refused => $"the vote log is not usable: {refused.Refusal}",
            _ => "the vote log could not be opened",
        };
        LogSilent(logger, why);
        return new VoteLogRestore(null, null, why);
    }

    private static VoteLogRestore Restore(
        VoteLogOpened opened, VoteJournal journal, Safety safety, StoredTip tip, string? doubt, ILogger logger)
    {
        Result restored = VoteJournal.Decode(opened.Records).TryGet(out IReadOnlyList<VoteRecord> records, out Refusal? refusal)
            ? safety.Restore(tip.Epoch, tip.Header.View, records, doubt is not null)
            : new Result(refusal);
        if (restored.Refusal is { } contradiction)
        {
            LogSilent(logger, contradiction.ToString());
            return new VoteLogRestore(journal, null, contradiction.ToString());
        }

        if (doubt is null)
        {
            return new VoteLogRestore(journal, safety, string.Empty);
        }

        LogQuarantine(logger, doubt);
        journal.Quarantine = new QuarantineEnd(safety, journal.EndQuarantine);
        return new VoteLogRestore(journal, safety, $"in quarantine: {doubt}; signing begins once the network has passed every view that this key can have voted in");
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "This node follows but does not sign: {Why}. Keep the file, see the runbook on vote logs.")]
    private static partial void LogSilent(ILogger logger, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "This node follows and does not sign yet: {Why}. It begins once the network has passed every view that its key can have voted in.")]
    private static partial void LogQuarantine(ILogger logger, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Vote log: created {Created}, healed copies {Healed}, torn bytes cut {Torn}.")]
    private static partial void LogFindings(ILogger logger, bool created, int healed, long torn);
}
