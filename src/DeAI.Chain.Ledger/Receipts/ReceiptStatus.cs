namespace DeAI.Chain.Ledger.Receipts;

/// <summary>What became of a transaction that was included in a block.</summary>
public enum ReceiptStatus
{
    /// <summary>Never valid: what <c>default</c> means.</summary>
    None = 0,

    /// <summary>The handler accepted and applied it.</summary>
    Applied = 1,

    /// <summary>The handler refused it: nothing changed but fee and nonce.</summary>
    Refused = 2,
}
