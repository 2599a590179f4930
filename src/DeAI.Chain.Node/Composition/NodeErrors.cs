namespace DeAI.Chain.Node.Composition;

/// <summary>Why a node does not start, stops, or does not take a transaction.</summary>
public static class NodeErrors
{
    public static readonly ReasonCode CannotRead = new("node.cannot_read");
    public static readonly ReasonCode NoPassphrase = new("node.no_passphrase");
    public static readonly ReasonCode CannotListen = new("node.cannot_listen");
    public static readonly ReasonCode Failed = new("node.failed");
    public static readonly ReasonCode UpgradeNeeded = new("node.upgrade_needed");

    /// <summary>No space left: the node reads and serves, and takes no transactions until there is some.</summary>
    public static readonly ReasonCode DiskFull = new("node.disk_full");

    public static readonly ReasonCode BadStore = new("node.bad_store");
}
