namespace DeAI.Chain.Network;

/// <summary>
/// What kind of frame this is: it decides priority, size cap and what happens when a queue is full. The number is the byte on the wire;
/// 0 is the transport's own control class. In order of priority.
/// </summary>
public enum ChannelClass : byte
{
    /// <summary>Votes, certificates, status. When its queue is full the oldest frame goes: a newer one supersedes it.</summary>
    Consensus = 1,

    /// <summary>Proposals with their bodies. When its queue is full the oldest frame goes.</summary>
    Blocks = 2,

    /// <summary>Gossip of the mempool. When its queue is full the newest frame goes.</summary>
    Transactions = 3,

    /// <summary>Requests and answers of synchronisation, bulk data. When its queue is full the sender waits.</summary>
    Sync = 4,
}
