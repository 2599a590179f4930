using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Network;

/// <summary>What a node says of itself first thing inside TLS.</summary>
/// <param name="Version">Of this protocol; see <see cref="CurrentVersion"/>.</param>
/// <param name="Chain">The chain it works on.</param>
/// <param name="Key">Its Ed25519 node key.</param>
/// <param name="Binding">That key's signature over <see cref="HelloSignature.Message"/>.</param>
/// <param name="Role">What it is configured to be. Information only: the directory decides.</param>
/// <param name="ListenAddress">Where it can be dialled, <c>host:port</c>, or empty. Information only.</param>
internal sealed record Hello(ushort Version, ChainId Chain, PublicKey Key, Signature Binding, PeerRole Role, string ListenAddress)
    : ICanonical<Hello>
{
    public const ushort CurrentVersion = 1;

    private const int FieldCount = 6;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.Write(Version);
        writer.Write(Chain.Value);
        writer.Write(Key);
        writer.Write(Binding);
        writer.Write((byte)Role);
        writer.Write(ListenAddress);
    }

    public static Hello Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new Hello(
            reader.ReadUInt16(),
            reader.ReadChainId(),
            reader.ReadPublicKey(),
            reader.ReadSignature(),
            (PeerRole)reader.ReadByte(),
            reader.ReadString(PeerAddress.MaxTextLength));
    }
}
