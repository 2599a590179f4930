using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Registry.Messages;

/// <summary>A registrar suspends an organisation or lifts the suspension.</summary>
public sealed record SetSuspension(OrganisationId Organisation, bool Suspended) : ICanonical<SetSuspension>
{
    public const ushort Type = 6;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Organisation);
        writer.Write(Suspended);
    }

    public static SetSuspension Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new SetSuspension(reader.ReadOrganisationId(), reader.ReadBoolean());
    }
}
