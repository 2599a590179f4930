using DeAI.Chain.Replica;
using DeAI.Chain.Storage.Chain;
using DeAI.Chain.Node.Telemetry;

namespace DeAI.Chain.Node.Runtime;

/// <summary>What the runner works with.</summary>
/// <param name="Journal">Null for a node that never votes.</param>
internal sealed record NodeParts(
    ChainStore Store,
    StatePruner Pruner,
    DiskSpace Disk,
    VoteJournal? Journal,
    BlockWorker Worker,
    FinalityTracker Finality,
    SubmissionDesk Submissions,
    LedgerPeerDirectory Directory,
    EvidenceReporter Evidence,
    NodeTelemetry Telemetry,
    NodeFailure Failure);
