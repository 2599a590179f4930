namespace DeAI.Chain.Consensus;

/// <summary>What a validator says about a view. The numbers are signed and stored.</summary>
public enum VoteKind : byte
{
    /// <summary>No vote: refused everywhere.</summary>
    None = 0,

    /// <summary>This block is the view's, and valid (rule 1).</summary>
    Notarize = 1,

    /// <summary>The view shall have no block (rule 2).</summary>
    Nullify = 2,

    /// <summary>The view's notarized block was seen and is valid, and this validator never nullified the view (rule 3).</summary>
    Finalize = 3,
}
