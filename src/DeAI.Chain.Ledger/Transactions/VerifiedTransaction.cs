using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Transactions;

/// <summary>A transaction whose encoding, chain and signature were checked: there is no other way to make one.</summary>
public sealed class VerifiedTransaction
{
    private VerifiedTransaction(Hash256 id, TransactionBody body, Blob encoded)
    {
        Id = id;
        Body = body;
        Encoded = encoded;
        LeafHash = MerkleTree.LeafHash(encoded.Span);
    }

    public Hash256 Id { get; }

    public TransactionBody Body { get; }

    /// <summary>The canonical encoding with the signature: what blocks hold.</summary>
    public Blob Encoded { get; }

    /// <summary>Of <see cref="Encoded"/>: the leaf of the transactions root, and the key for caches, since it covers the signature as well.</summary>
    public Hash256 LeafHash { get; }

    /// <summary>Length of <see cref="Encoded"/> in bytes.</summary>
    public int Size => Encoded.Length;

    /// <param name="encoded">Kept without copying: the caller gives it away.</param>
    /// <returns>
    /// Refused: <see cref="LedgerErrors.Oversize"/>, a code of <see cref="EncodingErrors"/>, <see cref="LedgerErrors.WrongChain"/>,
    /// <see cref="LedgerErrors.BadSignature"/>.
    /// </returns>
    public static Result<VerifiedTransaction> Verify(ReadOnlyMemory<byte> encoded, ChainId chain, TransactionLimits limits)
    {
        if (encoded.Length > limits.MaxBytes)
        {
            return Result.Refuse<VerifiedTransaction>(LedgerErrors.Oversize, $"{encoded.Length} bytes, at most {limits.MaxBytes}");
        }

        CanonicalReader reader = new(encoded.Span);
        reader.ReadArrayHeader(2);
        int start = reader.Position;
        TransactionBody body = reader.Read<TransactionBody>();
        ReadOnlySpan<byte> signed = reader.Failure is null ? reader.Since(start) : default;
        Signature signature = reader.ReadSignature();
        if (reader.End().Refusal is { } malformed)
        {
            return Result.Refuse<VerifiedTransaction>(malformed);
        }

        if (body.Chain != chain)
        {
            return Result.Refuse<VerifiedTransaction>(LedgerErrors.WrongChain, $"made for chain {body.Chain}, this is {chain}");
        }

        Hash256 id = DomainHash.Of(SignedTransaction.Domain, signed);
        Span<byte> message = stackalloc byte[Bytes32.Length];
        id.CopyTo(message);
        return Ed25519.Verify(body.SignerKey, message, signature)
            ? Result.Of(new VerifiedTransaction(id, body, new Blob(encoded)))
            : Result.Refuse<VerifiedTransaction>(LedgerErrors.BadSignature, $"no signature of {body.SignerKey} over {id}");
    }

    /// <summary>The same checks for a transaction made in this process.</summary>
    public static Result<VerifiedTransaction> Verify(SignedTransaction transaction, ChainId chain, TransactionLimits limits) =>
        Verify(Canonical.Encode(transaction), chain, limits);

    public override string ToString() => Id.ToString();
}
