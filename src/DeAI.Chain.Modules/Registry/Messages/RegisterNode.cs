using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Registry.Messages;

/// <summary>A registrar records a node's key, so that peers let it connect. A seat among the validators comes only by governance.</summary>
public sealed record RegisterNode(OrganisationId Organisation, PublicKey Node, NodeKind Kind) : ICanonical<RegisterNode>
{
    public const ushort Type = 7;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Organisation);
        writer.Write(Node);
        writer.Write((byte)Kind);
    }

    public static RegisterNode Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        return new RegisterNode(reader.ReadOrganisationId(), reader.ReadPublicKey(), (NodeKind)reader.ReadByte());
    }
}
