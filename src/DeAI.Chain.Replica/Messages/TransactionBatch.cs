using System.Collections.Immutable;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Replica.Messages;

/// <summary>Encoded transactions that a node passes on to its peers. Unchecked.</summary>
public sealed record TransactionBatch(Sequence<Blob> Transactions) : ICanonical<TransactionBatch>
{
    /// <summary>Most transactions in one frame.</summary>
    public const int MaxCount = 2048;

    /// <summary>A batch is closed when it reaches this size, unless a single transaction is larger.</summary>
    public const int TargetBytes = 512 * 1024;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(Transactions.Count);
        foreach (Blob transaction in Transactions.Span)
        {
            writer.Write(transaction);
        }
    }

    public static TransactionBatch Decode(ref CanonicalReader reader)
    {
        int count = reader.ReadArrayHeaderUpTo(MaxCount);
        ImmutableArray<Blob>.Builder transactions = ImmutableArray.CreateBuilder<Blob>(count);
        for (int i = 0; i < count && reader.Failure is null; i++)
        {
            transactions.Add(reader.ReadBlob(TransactionLimits.HardMaxBytes));
        }

        return new TransactionBatch(reader.Failure is null ? new Sequence<Blob>(transactions.DrainToImmutable()) : default);
    }
}
