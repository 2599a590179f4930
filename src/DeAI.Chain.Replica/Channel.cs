namespace DeAI.Chain.Replica;

/// <summary>The classes of frames between nodes, each with its own queue and bounds.</summary>
public enum Channel : byte
{
    None = 0,

    /// <summary>Votes, proposals, certificates: first in line.</summary>
    Consensus = 1,

    /// <summary>Transactions on their way into mempools.</summary>
    Transactions = 2,

    /// <summary>Requests for finalized blocks, and the answers.</summary>
    Sync = 3,
}
