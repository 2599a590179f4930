namespace DeAI.Chain.Ledger.Transactions;

/// <summary>What an encoded transaction must keep to before its signature is looked at.</summary>
/// <param name="MaxBytes">The longest encoding, signature included.</param>
public readonly record struct TransactionLimits(int MaxBytes)
{
    /// <summary>The longest encoding that any transaction can have: the largest payload with fields of 512 bytes at most.</summary>
    public const int HardMaxBytes = TransactionBody.MaxPayloadBytes + 512;

    public static TransactionLimits Default => new(HardMaxBytes);
}
