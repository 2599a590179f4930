namespace DeAI.Chain.Replica.Mempool;

/// <summary>What rules may ask about the waiting transactions.</summary>
public interface IMempoolContent
{
    int Count { get; }

    long Bytes { get; }

    bool Contains(Hash256 transaction);

    bool ContainsNonce(AccountId sender, ulong nonce);

    int CountOf(AccountId sender);

    /// <summary>Of the sender's waiting encodings.</summary>
    long BytesOf(AccountId sender);
}
