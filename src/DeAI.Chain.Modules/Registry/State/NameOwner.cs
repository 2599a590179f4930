using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Registry.State;

/// <summary>Which organisation a unique name or counter points to.</summary>
internal readonly record struct NameOwner(OrganisationId Organisation) : ICanonical<NameOwner>
{
    public void Encode(CanonicalWriter writer) => writer.Write(Organisation);

    public static NameOwner Decode(ref CanonicalReader reader) => new(reader.ReadOrganisationId());
}
