namespace DeAI.Chain.Storage.RocksDb;

/// <summary>What opening does with a write-ahead log that does not read cleanly to its end.</summary>
public enum WalRecovery
{
    /// <summary>An unfinished last record is dropped, as power loss leaves it; any other damage refuses to open. The node's mode.</summary>
    TolerateTornTail = 0,

    /// <summary>Even an unfinished last record refuses to open.</summary>
    Absolute = 1,

    /// <summary>
    /// Everything from the first damage on is dropped silently, synced records included. Only by an operator's decision, after which the
    /// node must not sign until it has passed quarantine: its finalized floor may have gone back.
    /// </summary>
    PointInTime = 2,
}
