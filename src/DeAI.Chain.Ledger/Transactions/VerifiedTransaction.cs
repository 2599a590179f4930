using System.Runtime.InteropServices;
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

        Span<byte> message = stackalloc byte[Bytes32.Length];
        unverified.Id.CopyTo(message);
        return Judge(unverified, Ed25519.Verify(unverified.Body.SignerKey, message, unverified.Signature));
    }

    /// <summary>The same for many, with the same answers in the same order: their signatures are checked together.</summary>
    public static Result<VerifiedTransaction>[] VerifyMany(
        IReadOnlyList<ReadOnlyMemory<byte>> encoded, ChainId chain, TransactionLimits limits, SignatureVerifier signatures)
    {
        Result<Unverified>[] read = new Result<Unverified>[encoded.Count];
        List<SignatureCheck> checks = new(encoded.Count);
        for (int i = 0; i < read.Length; i++)
        {
            read[i] = Read(encoded[i], chain, limits);
            if (read[i].TryGet(out Unverified unverified, out _))
            {
                checks.Add(new SignatureCheck(unverified.Body.SignerKey, unverified.Id, unverified.Signature));
            }
        }

        bool[] good = new bool[checks.Count];
        signatures.Verify(CollectionsMarshal.AsSpan(checks), good);
        Result<VerifiedTransaction>[] results = new Result<VerifiedTransaction>[read.Length];
        for (int i = 0, check = 0; i < read.Length; i++)
        {
            results[i] = read[i].TryGet(out Unverified unverified, out Refusal? refusal)
                ? Judge(unverified, good[check++])
                : Result.Refuse<VerifiedTransaction>(refusal);
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
        ReadOnlySpan<byte> signed = reader.Failure is null ? reader.Since(start) : default;
        Signature signature = reader.ReadSignature();
        if (reader.End().Refusal is { } malformed)
        {
            return Result.Refuse<Unverified>(malformed);
        }

        return body.Chain == chain
            ? Result.Of(new Unverified(DomainHash.Of(SignedTransaction.Domain, signed), body, signature, encoded))
            : Result.Refuse<Unverified>(LedgerErrors.WrongChain, $"made for chain {body.Chain}, this is {chain}");
    }

    private static Result<VerifiedTransaction> Judge(Unverified unverified, bool isSigned) => isSigned
        ? Result.Of(new VerifiedTransaction(unverified.Id, unverified.Body, new Blob(unverified.Encoded)))
        : Result.Refuse<VerifiedTransaction>(LedgerErrors.BadSignature, $"no signature of {unverified.Body.SignerKey} over {unverified.Id}");

    /// <summary>Everything but the signature is checked.</summary>
    private readonly record struct Unverified(Hash256 Id, TransactionBody Body, Signature Signature, ReadOnlyMemory<byte> Encoded);
}
