using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Registry.Messages;

/// <summary>A registrar records that two organisations belong to one corporate group; their groups become one.</summary>
public sealed record DeclareAffiliation(OrganisationId First, OrganisationId Second) : ICanonical<DeclareAffiliation>
{
    public const ushort Type = 5;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(First);
        writer.Write(Second);
    }

    public static DeclareAffiliation Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new DeclareAffiliation(reader.ReadOrganisationId(), reader.ReadOrganisationId());
    }
}
