namespace DeAI.Chain.Node.Composition;

/// <summary>Why a node does not start, or stops.</summary>
public static class NodeErrors
{
    public static readonly ReasonCode CannotRead = new("node.cannot_read");
    public static readonly ReasonCode NoPassphrase = new("node.no_passphrase");
    public static readonly ReasonCode CannotListen = new("node.cannot_listen");
    public static readonly ReasonCode Failed = new("node.failed");
    public static readonly ReasonCode UpgradeNeeded = new("node.upgrade_needed");
    public static readonly ReasonCode BadStore = new("node.bad_store");
}
