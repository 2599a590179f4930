using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Node.Runtime;
using DeAI.Chain.Storage;
using DeAI.Chain.Storage.Chain;
using DeAI.Chain.Storage.Votes;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Node.Composition;

/// <summary>Opens the vote log and gives Safety back what it holds. If anything is wrong with it, the node follows and does not sign.</summary>
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

    /// <summary>Why the node does not sign; empty if it does.</summary>
    public string Degraded { get; }

    public static VoteLogRestore Open(DataDirectory directory, StoredTip tip, SigningKey key, ILogger logger)
    {
        // A missing log is only right at the very first start; otherwise its votes are lost and the node waits until they cannot matter. That is
        // written down before the log is made anew: at the next start the new one would look as if nothing had been lost.
        if (!directory.Created && !File.Exists(directory.VoteLogPath))
        {
            directory.BeginQuarantine();
        }

        VoteLogOpening opening = VoteLog.Open(directory.VoteLogPath, new VoteLogIdentity(directory.Chain, key.PublicKey));
        if (opening is not VoteLogOpened opened)
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

        if (!opened.Report.IsClean)
        {
            LogFindings(logger, opened.Report.Created, opened.Report.HealedCopies, opened.Report.TornBytes);
        }

        bool quarantine = directory.IsInQuarantine;
        Safety safety = new(key, directory.Chain);
        Result restored = VoteJournal.Decode(opened.Records).TryGet(out IReadOnlyList<VoteRecord> records, out Refusal? refusal)
            ? safety.Restore(tip.Epoch, tip.Header.View, records, quarantine)
            : new Result(refusal);
        VoteJournal journal = new(opened.Log) { Quarantine = quarantine ? new QuarantineEnd(directory, safety) : null };
        if (restored.Refusal is { } contradiction)
        {
            LogSilent(logger, contradiction.ToString());
            return new VoteLogRestore(journal, null, contradiction.ToString());
        }

        return new VoteLogRestore(journal, safety, quarantine ? "in quarantine: votes were lost, signing begins once that is safe" : string.Empty);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "This node follows but does not sign: {Why}. Keep the file, see the runbook on vote logs.")]
    private static partial void LogSilent(ILogger logger, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Vote log: created {Created}, healed copies {Healed}, torn bytes cut {Torn}.")]
    private static partial void LogFindings(ILogger logger, bool created, int healed, long torn);
}
