namespace DeAI.Chain.Replica.Mempool;

/// <summary>Why the mempool does not take a transaction that the ledger would.</summary>
public static class MempoolErrors
{
    /// <summary>It is waiting here already.</summary>
    public static readonly ReasonCode InFlight = new("mempool.in_flight");

    /// <summary>Another transaction with this sender and nonce is waiting here.</summary>
    public static readonly ReasonCode NonceInFlight = new("mempool.nonce_in_flight");

    /// <summary>No room: try again after a while.</summary>
    public static readonly ReasonCode Full = new("mempool.full");

    /// <summary>This sender has too many waiting: try again after a while.</summary>
    public static readonly ReasonCode SenderFull = new("mempool.sender_full");
}
