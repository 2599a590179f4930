using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Governance.State;

/// <summary>An organisation as it was when the proposal was made.</summary>
internal sealed record Elector(OrganisationId Organisation, OrganisationId Group, Points Points) : ICanonical<Elector>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Organisation);
        writer.Write(Group);
        writer.Write(Points);
    }

    public static Elector Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        return new Elector(reader.ReadOrganisationId(), reader.ReadOrganisationId(), reader.ReadPoints());
    }
}
