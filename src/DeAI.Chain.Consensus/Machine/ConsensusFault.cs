namespace DeAI.Chain.Consensus;

/// <summary>What must not happen while at most f validators are faulty and the own software is right. Nothing here stops the
/// process.</summary>
public enum ConsensusFault : byte
{
    None = 0,

    /// <summary>Two certificates that exclude each other. The machine signs nothing any more.</summary>
    ConflictingCertificates = 1,

    /// <summary>A quorum notarized what was found invalid here. This node does not finalize it.</summary>
    NotarizedBlockRefused = 2,

    /// <summary>A finalized block was found invalid here. The machine commits and signs nothing any more.</summary>
    FinalizedBlockRefused = 3,

    /// <summary>A finalized chain does not pass through what is committed here. The machine commits and signs nothing any more.</summary>
    FinalizedChainDiverges = 4,

    /// <summary><see cref="ConsensusLimits.TrackedViews"/> views without finality: the machine waits in the last one.</summary>
    ViewsExhausted = 5,

    /// <summary>A certificate holds a vote of this key that the vote log lacks: it is an old one. The key goes into quarantine.</summary>
    OwnVoteUnknown = 6,
}
