using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Registry.Messages;

/// <summary>The sender replaces the key that signs for its account.</summary>
/// <param name="Proof">By the new key over <see cref="ProofDigest"/>: nobody can claim a key that is not theirs.</param>
public sealed record RotateKey(PublicKey NewKey, Signature Proof) : ICanonical<RotateKey>
{
    public const ushort Type = 3;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(NewKey);
        writer.Write(Proof);
    }

    public static RotateKey Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new RotateKey(reader.ReadPublicKey(), reader.ReadSignature());
    }

    /// <summary>What the new key signs: the chain and the account it will sign for.</summary>
    public static Hash256 ProofDigest(ChainId chain, AccountId account)
    {
        CanonicalWriter writer = new();
        writer.WriteArrayHeader(2);
        writer.Write(chain);
        writer.Write(account);
        return Cryptography.DomainHash.Of("deai.registry.rotate.v1", writer.WrittenSpan);
    }
}
