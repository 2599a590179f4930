namespace DeAI.Chain.Client.Proofs;

/// <summary>What a proof file shows.</summary>
public enum ProofKind
{
    None = 0,

    /// <summary>A state entry's value, or that there is none.</summary>
    State = 1,

    /// <summary>A transaction and its receipt in a final block.</summary>
    Transaction = 2,

    /// <summary>A transaction's receipt alone: what became of it, without what it said.</summary>
    Receipt = 3,

    /// <summary>All state entries between two keys.</summary>
    Range = 4,
}
