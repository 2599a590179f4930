using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Registry.Contracts;

/// <summary>A node's key and whose it is.</summary>
public sealed record NodeRecord(OrganisationId Organisation, NodeKind Kind) : ICanonical<NodeRecord>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Organisation);
        writer.Write((byte)Kind);
    }

    public static NodeRecord Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new NodeRecord(reader.ReadOrganisationId(), (NodeKind)reader.ReadByte());
    }
}
