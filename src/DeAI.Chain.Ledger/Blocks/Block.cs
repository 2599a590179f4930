using System.Collections.Immutable;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Blocks;

/// <summary>A header with the encoded transactions that it commits to. Decoding checks sizes only, not the roots.</summary>
public sealed record Block(BlockHeader Header, Sequence<Blob> Transactions) : ICanonical<Block>
{
    /// <summary>The longest encoding; parameters set less (<see cref="Parameters.LedgerParameters.MaxBlockBytes"/>).</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>The most transactions; parameters set less.</summary>
    public const int MaxTransactions = 32768;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Header);
        writer.WriteArrayHeader(Transactions.Count);
        foreach (Blob transaction in Transactions.Span)
        {
            writer.Write(transaction);
        }
    }

    public static Block Decode(ref CanonicalReader reader)
    {
        int start = reader.Position;
        reader.ReadArrayHeader(2);
        BlockHeader header = reader.Read<BlockHeader>();
        int count = reader.ReadArrayHeaderUpTo(MaxTransactions);
        ImmutableArray<Blob>.Builder transactions = ImmutableArray.CreateBuilder<Blob>(count);
        for (int i = 0; i < count && reader.Failure is null; i++)
        {
            transactions.Add(reader.ReadBlob(Ledger.Transactions.TransactionLimits.HardMaxBytes));
            if (reader.Position - start > MaxBytes)
            {
                reader.Fail(BlockErrors.TooLarge, $"more than {MaxBytes} bytes");
            }
        }

        return new Block(header, reader.Failure is null ? new Sequence<Blob>(transactions.DrainToImmutable()) : default);
    }
}
