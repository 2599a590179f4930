namespace DeAI.Chain.Simulation.Tracing;

/// <summary>States of the protocol that bugs hide in. A batch of seeds that never reached one of them has not tested it.</summary>
public static class RareStates
{
    public const string CarrierCommitted = "carrier_committed";
    public const string ClockObjection = "block_refused:replica.time_ahead";
    public const string EpochBySync = "epoch_entered_by_sync";
    public const string EvidenceFound = "evidence_found";
    public const string ExecutedTwice = "executed_for_consensus_and_sync";
    public const string FinalizedAfterNextView = "finalized_after_voting_in_a_later_view";
    public const string LeaderReinstated = "skipped_leader_reinstated";
    public const string LeaderSkipped = "leader_skipped";
    public const string LogCopyHealed = "vote_log_copy_healed";
    public const string LogDamaged = "vote_log_damaged";
    public const string ManyViewsSkipped = "proposal_over_more_than_three_nullified_views";
    public const string NotarizedAfterNullified = "notarization_after_nullification";
    public const string NullifiedAfterNotarized = "nullification_after_notarization";
    public const string NullifiedAfterOwnNotarize = "nullified_a_view_that_it_notarized";
    public const string OwnProposalRepeated = "own_proposal_repeated_after_restart";
    public const string ParentByFinalization = "parent_proved_by_finalization";
    public const string ProposalFetched = "proposal_fetched";
    public const string ProposalLoaded = "proposal_loaded_from_disk";
    public const string Quarantined = "started_in_quarantine";
    public const string QuarantineLeft = "quarantine_left";
    public const string RestartedWithVotes = "restarted_with_votes_above_the_floor";
    public const string SeveralCommitted = "several_blocks_committed_by_one_certificate";
    public const string SnapshotGone = "snapshot_gone";
    public const string SnapshotInstalled = "snapshot_installed";
    public const string SnapshotOverEpochs = "snapshot_installed_over_epochs";
    public const string SnapshotPeerPassedOver = "snapshot_peer_passed_over";
    public const string SnapshotResumed = "snapshot_resumed_after_restart";
    public const string SyncPeerPassedOver = "sync_peer_passed_over";
    public const string SyncStarted = "sync_started";
    public const string TornLogCut = "vote_log_torn_tail_cut";
    public const string ViewsSkipped = "proposal_over_nullified_views";
    public const string WipedAndBack = "replaced_disk_caught_up";

    /// <summary>All of them, in order of name. The faults that struck are counted beside, under their own names.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        CarrierCommitted, ClockObjection, EpochBySync, EvidenceFound, ExecutedTwice, FinalizedAfterNextView, LeaderReinstated, LeaderSkipped,
        LogCopyHealed, LogDamaged, ManyViewsSkipped, NotarizedAfterNullified, NullifiedAfterNotarized, NullifiedAfterOwnNotarize,
        OwnProposalRepeated, ParentByFinalization, ProposalFetched, ProposalLoaded, Quarantined, QuarantineLeft, RestartedWithVotes,
        SeveralCommitted, SnapshotGone, SnapshotInstalled, SnapshotOverEpochs, SnapshotPeerPassedOver, SnapshotResumed, SyncPeerPassedOver, SyncStarted, TornLogCut, ViewsSkipped, WipedAndBack,
    ];

    /// <summary>The names under which faults are counted, but for those of the ordinary network.</summary>
    public static IReadOnlyList<string> Faults { get; } =
    [
        "bad_block", "bad_clock", "bit_rot", "clock_step", "crash_losing_writes", "disk_full", "disk_replaced", "equivocation",
        "failing_silent", "failing_twins", "forged_certificate", "garbage_frame", "late_join", "long_away", "lying_snapshot_chunk", "lying_snapshot_offer", "lying_sync_answer",
        "misdirected_write", "needless_nullify", "one_way_cut", "partition", "power_failure", "replayed_frame", "slow_flush",
        "stale_certificate", "stale_proposal", "withheld_answer", "withheld_broadcast",
    ];
}
