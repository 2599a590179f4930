using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Transactions;

/// <summary>A transaction whose encoding, chain and signature were checked: there is no other way to make one.</summary>
public sealed class VerifiedTransaction
{
    private VerifiedTransaction(in Unverified transaction, Hash256 id, Hash256 leafHash)
    {
        Id = id;
        Body = transaction.Body;
        Encoded = transaction.Encoded;
        LeafHash = leafHash;
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
    /// <param name="chain">That this has to be made for.</param>
    /// <param name="limits">On its size.</param>
    /// <returns>
    /// Refused: <see cref="LedgerErrors.Oversize"/>, a code of <see cref="EncodingErrors"/>, <see cref="LedgerErrors.WrongChain"/>,
    /// <see cref="LedgerErrors.BadSignature"/>.
    /// </returns>
    public static Result<VerifiedTransaction> Verify(ReadOnlyMemory<byte> encoded, ChainId chain, TransactionLimits limits)
    {
        Result<Unverified> read = Read(encoded, chain, limits);
        if (!read.TryGet(out Unverified unverified, out Refusal? refusal))
        {
            return Result.Refuse<VerifiedTransaction>(refusal);
        }

        Hash256 id = DomainHash.Of(SignedTransaction.Domain, unverified.Signed.Span);
        Span<byte> message = stackalloc byte[Bytes32.Length];
        id.CopyTo(message);
        bool isSigned = Ed25519.Verify(unverified.Body.SignerKey, message, unverified.Signature);
        return Judge(unverified, id, MerkleTree.LeafHash(encoded.Span), isSigned);
    }

    /// <summary>The same for many, with the same answers in the same order: they are hashed, and their signatures checked, together.</summary>
    public static Result<VerifiedTransaction>[] VerifyMany(
        IReadOnlyList<ReadOnlyMemory<byte>> encoded, ChainId chain, TransactionLimits limits, SignatureVerifier signatures)
    {
        Result<VerifiedTransaction>[] results = new Result<VerifiedTransaction>[encoded.Count];
        List<Unverified> read = new(encoded.Count);
        List<int> places = new(encoded.Count);
        for (int i = 0; i < results.Length; i++)
        {
            if (Read(encoded[i], chain, limits).TryGet(out Unverified unverified, out Refusal? refusal))
            {
                read.Add(unverified);
                places.Add(i);
            }
            else
            {
                results[i] = Result.Refuse<VerifiedTransaction>(refusal);
            }
        }

        Hash256[] ids = new Hash256[read.Count];
        DomainHash.Many(SignedTransaction.Domain, [.. read.Select(static transaction => transaction.Signed)], ids);
        Hash256[] leaves = MerkleTree.LeafHashes([.. read.Select(static transaction => transaction.Encoded)]);
        SignatureCheck[] checks = [.. read.Select((transaction, i) => new SignatureCheck(transaction.Body.SignerKey, ids[i], transaction.Signature))];
        bool[] good = new bool[checks.Length];
        signatures.Verify(checks, good);
        for (int i = 0; i < checks.Length; i++)
        {
            results[places[i]] = Judge(read[i], ids[i], leaves[i], good[i]);
        }

        return results;
    }

    /// <summary>The same checks for a transaction made in this process.</summary>
    public static Result<VerifiedTransaction> Verify(SignedTransaction transaction, ChainId chain, TransactionLimits limits) =>
        Verify(Canonical.Encode(transaction), chain, limits);

    public override string ToString() => Id.ToString();

    private static Result<Unverified> Read(ReadOnlyMemory<byte> encoded, ChainId chain, TransactionLimits limits)
    {
        if (encoded.Length > limits.MaxBytes)
        {
            return Result.Refuse<Unverified>(LedgerErrors.Oversize, $"{encoded.Length} bytes, at most {limits.MaxBytes}");
        }

        CanonicalReader reader = new(encoded.Span);
        reader.ReadArrayHeader(2);
        int start = reader.Position;
        TransactionBody body = reader.Read<TransactionBody>();
        int end = reader.Position;
        Signature signature = reader.ReadSignature();
        if (reader.End().Refusal is { } malformed)
        {
            return Result.Refuse<Unverified>(malformed);
        }

        return body.Chain == chain
            ? Result.Of(new Unverified(body, signature, new Blob(encoded[start..end]), new Blob(encoded)))
            : Result.Refuse<Unverified>(LedgerErrors.WrongChain, $"made for chain {body.Chain}, this is {chain}");
    }

    private static Result<VerifiedTransaction> Judge(in Unverified unverified, Hash256 id, Hash256 leafHash, bool isSigned) => isSigned
        ? Result.Of(new VerifiedTransaction(unverified, id, leafHash))
        : Result.Refuse<VerifiedTransaction>(LedgerErrors.BadSignature, $"no signature of {unverified.Body.SignerKey} over {id}");

    /// <summary>Everything but the signature is checked.</summary>
    /// <param name="Signed">The part of the encoding that the id is the hash of.</param>
    private readonly record struct Unverified(TransactionBody Body, Signature Signature, Blob Signed, Blob Encoded);
}
