namespace DeAI.Chain.Consensus;

/// <summary>The tag of a message on the wire.</summary>
public enum ConsensusMessageKind : byte
{
    /// <summary>No message: refused.</summary>
    None = 0,
    Proposal = 1,
    Vote = 2,
    Certificate = 3,
    Fetch = 4,
    Status = 5,
}
