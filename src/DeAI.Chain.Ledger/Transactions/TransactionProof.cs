using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Transactions;

/// <summary>That an encoded transaction is a block's number <see cref="MerkleProof.Index"/>.</summary>
public sealed record TransactionProof(Blob Transaction, MerkleProof Path) : ICanonical<TransactionProof>
{
    /// <exception cref="ArgumentOutOfRangeException">There is no such transaction.</exception>
    public static TransactionProof Create(Sequence<Blob> transactions, int index) =>
        new(transactions[index], MerkleTree.Prove(MerkleTree.LeafHashes(transactions.Span), index));

    /// <summary>The transactions root of a block.</summary>
    public static Hash256 Root(Sequence<Blob> transactions) => CountedRoot.Of(CountedRoot.TransactionsDomain, MerkleTree.LeafHashes(transactions.Span));

    /// <param name="transactionsRoot">Of a header that the caller trusts.</param>
    /// <returns>Refused: <see cref="LedgerErrors.BadProof"/>.</returns>
    public Result Verify(Hash256 transactionsRoot) =>
        CountedRoot.Verify(CountedRoot.TransactionsDomain, transactionsRoot, Path, MerkleTree.LeafHash(Transaction.Span))
            ? Result.Ok
            : Result.Refuse(LedgerErrors.BadProof, $"the transaction is not under {transactionsRoot}");

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Transaction);
        writer.Write(Path);
    }

    public static TransactionProof Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new TransactionProof(reader.ReadBlob(TransactionLimits.HardMaxBytes), reader.Read<MerkleProof>());
    }
}
