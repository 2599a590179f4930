using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Transactions;

/// <summary>A body with its sender's signature over the 32 bytes of <see cref="Id"/>. Not checked yet: see <see cref="VerifiedTransaction"/>.</summary>
public sealed record SignedTransaction(TransactionBody Body, Signature Signature) : ICanonical<SignedTransaction>
{
    internal const string Domain = "deai.tx.v1";

    /// <summary>The transaction's name for ever: it does not cover the signature, so nobody can give one transaction two names.</summary>
    public Hash256 Id => IdOf(Body);

    public static Hash256 IdOf(TransactionBody body)
    {
        CanonicalWriter writer = new(256 + body.Payload.Length);
        body.Encode(writer);
        return DomainHash.Of(Domain, writer.WrittenSpan);
    }

    /// <summary>Signs a body whose <see cref="TransactionBody.SignerKey"/> is the key's.</summary>
    /// <exception cref="ArgumentException">The body names another key.</exception>
    public static SignedTransaction Sign(TransactionBody body, SigningKey key)
    {
        if (body.SignerKey != key.PublicKey)
        {
            throw new ArgumentException($"The body names the key {body.SignerKey}.", nameof(key));
        }

        Span<byte> id = stackalloc byte[Bytes32.Length];
        IdOf(body).CopyTo(id);
        return new SignedTransaction(body, key.Sign(id));
    }

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Body);
        writer.Write(Signature);
    }

    public static SignedTransaction Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new SignedTransaction(reader.Read<TransactionBody>(), reader.ReadSignature());
    }
}
