namespace DeAI.Chain.Replica;

/// <summary>Why the replica does not take what a peer sent.</summary>
public static class ReplicaErrors
{
    public static readonly ReasonCode BadBody = new("replica.bad_body");
    public static readonly ReasonCode BadFrame = new("replica.bad_frame");
    public static readonly ReasonCode TimeAhead = new("replica.time_ahead");

    /// <summary>A leader adds more to what is not durable yet than could be served to others.</summary>
    public static readonly ReasonCode TooMuchTogether = new("replica.too_much_together");

    /// <summary>Execution could not read the state that it needs: either a commit passed the branch meanwhile, or the store is damaged.</summary>
    public static readonly ReasonCode StateUnreadable = new("replica.state_unreadable");
    public static readonly ReasonCode UnknownParent = new("replica.unknown_parent");
    public static readonly ReasonCode BadSyncAnswer = new("replica.bad_sync_answer");
    /// <summary>A peer's offer of a state, or a chunk of it, does not hold.</summary>
    public static readonly ReasonCode BadSnapshot = new("replica.bad_snapshot");

    /// <summary>A peer does not have the state that is being fetched, or no more.</summary>
    public static readonly ReasonCode SnapshotGone = new("replica.snapshot_gone");
    public static readonly ReasonCode SyncTimeout = new("replica.sync_timeout");
    public static readonly ReasonCode Syncing = new("replica.syncing");
}
