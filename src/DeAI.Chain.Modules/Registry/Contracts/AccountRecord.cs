using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Registry.Contracts;

/// <summary>An account: who owns it, which key signs for it now, and what it may do.</summary>
public sealed record AccountRecord(OrganisationId Organisation, PublicKey CurrentKey, Role Roles) : ICanonical<AccountRecord>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Organisation);
        writer.Write(CurrentKey);
        writer.Write((uint)Roles);
    }

    public static AccountRecord Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        return new AccountRecord(reader.ReadOrganisationId(), reader.ReadPublicKey(), (Role)reader.ReadUInt32());
    }
}
