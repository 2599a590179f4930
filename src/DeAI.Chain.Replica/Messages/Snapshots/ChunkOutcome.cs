namespace DeAI.Chain.Replica.Messages.Snapshots;

/// <summary>What became of a request for a chunk.</summary>
public enum ChunkOutcome : byte
{
    None = 0,

    /// <summary>It is here.</summary>
    Found = 1,

    /// <summary>It does not fit into an answer: ask for its sixteen parts.</summary>
    TooLarge = 2,

    /// <summary>The peer does not have that state, or no more.</summary>
    Gone = 3,
}
