namespace DeAI.Chain.Replica;

/// <summary>The classes of frames between nodes, each with its own queue and bounds. The numbers are the transport's.</summary>
public enum Channel : byte
{
    None = 0,

    /// <summary>Votes, certificates, fetches: first in line.</summary>
    Consensus = 1,

    /// <summary>Proposals with their bodies.</summary>
    Blocks = 2,

    /// <summary>Transactions on their way into mempools.</summary>
    Transactions = 3,

    /// <summary>Requests for finalized blocks, and the answers.</summary>
    Sync = 4,
}
