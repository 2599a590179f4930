using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Registry.Messages;

/// <summary>A registrar grants and revokes roles of an account. A role named in both is refused.</summary>
public sealed record SetRoles(AccountId Account, Role Grant, Role Revoke) : ICanonical<SetRoles>
{
    public const ushort Type = 4;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Account);
        writer.Write((uint)Grant);
        writer.Write((uint)Revoke);
    }

    public static SetRoles Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        return new SetRoles(reader.ReadAccountId(), (Role)reader.ReadUInt32(), (Role)reader.ReadUInt32());
    }
}
