namespace DeAI.Chain.Consensus;

/// <summary>What a validator committed itself to. The numbers are stored.</summary>
public enum VoteRecordKind : byte
{
    None = 0,
    Notarize = 1,
    Nullify = 2,
    Finalize = 3,
    Propose = 4,
}
