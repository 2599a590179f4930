using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Registry.Contracts;

/// <summary>A legal entity.</summary>
/// <param name="Name">Shown to people; unique.</param>
/// <param name="LegalEntity">Its identifier in a public register, such as an LEI; unique. Never a natural person's.</param>
/// <param name="Group">The corporate group by its lowest member: affiliates share it, and count as one in votes.</param>
public sealed record OrganisationRecord(string Name, string LegalEntity, OrganisationStatus Status, OrganisationId Group)
    : ICanonical<OrganisationRecord>
{
    public const int MaxNameBytes = 64;
    public const int MaxLegalEntityBytes = 32;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.Write(Name);
        writer.Write(LegalEntity);
        writer.Write((byte)Status);
        writer.Write(Group);
    }

    public static OrganisationRecord Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(4);
        return new OrganisationRecord(
            reader.ReadString(MaxNameBytes),
            reader.ReadString(MaxLegalEntityBytes),
            (OrganisationStatus)reader.ReadByte(),
            reader.ReadOrganisationId());
    }
}
