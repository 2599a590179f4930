using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Federation.State;

/// <summary>Who used a hold-out root in a task, and in which round.</summary>
internal readonly record struct HoldoutUse(uint Round, OrganisationId Organisation) : ICanonical<HoldoutUse>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Round);
        writer.Write(Organisation);
    }

    public static HoldoutUse Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new HoldoutUse(reader.ReadUInt32(), reader.ReadOrganisationId());
    }
}
