using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Registry.Messages;

/// <summary>A registrar opens a further account of an organisation.</summary>
public sealed record RegisterAccount(OrganisationId Organisation, PublicKey Key, Role Roles) : ICanonical<RegisterAccount>
{
    public const ushort Type = 2;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Organisation);
        writer.Write(Key);
        writer.Write((uint)Roles);
    }

    public static RegisterAccount Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        return new RegisterAccount(reader.ReadOrganisationId(), reader.ReadPublicKey(), (Role)reader.ReadUInt32());
    }
}
