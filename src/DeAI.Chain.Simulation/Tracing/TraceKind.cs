namespace DeAI.Chain.Simulation.Tracing;

/// <summary>What an entry of the trace tells. The numbers enter the digest.</summary>
internal enum TraceKind : byte
{
    None = 0,
    Delivered = 1,
    Lost = 2,
    VoteDurable = 3,
    ProposalDurable = 4,
    CommitDurable = 5,
    Built = 6,
    Validated = 7,
    Submitted = 8,
    Crashed = 9,
    Restarted = 10,
    Partitioned = 11,
    Healed = 12,
    Timer = 13,
}
