namespace DeAI.Chain.Consensus;

/// <summary>Which rule a validator broke in one view.</summary>
public enum EvidenceKind : byte
{
    /// <summary>No evidence: refused.</summary>
    None = 0,
    TwoNotarize = 1,
    TwoFinalize = 2,
    NullifyAndFinalize = 3,
    TwoProposals = 4,
}
