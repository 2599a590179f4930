using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Registry.Messages;

/// <summary>A registrar admits a legal entity with its first account.</summary>
/// <param name="FirstKey">The key of the entity's first account; the account's id for life.</param>
/// <param name="Roles">What the first account may do.</param>
public sealed record RegisterOrganisation(string Name, string LegalEntity, PublicKey FirstKey, Role Roles) : ICanonical<RegisterOrganisation>
{
    public const ushort Type = 1;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.Write(Name);
        writer.Write(LegalEntity);
        writer.Write(FirstKey);
        writer.Write((uint)Roles);
    }

    public static RegisterOrganisation Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(4);
        return new RegisterOrganisation(
            reader.ReadString(OrganisationRecord.MaxNameBytes),
            reader.ReadString(OrganisationRecord.MaxLegalEntityBytes),
            reader.ReadPublicKey(),
            (Role)reader.ReadUInt32());
    }
}
