using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Primitives.Validators;

/// <summary>One seat in the set that decides blocks.</summary>
/// <param name="Organisation">The legal entity that runs it; one organisation holds at most one seat.</param>
/// <param name="Key">Signs votes and proposals, proves the beacon, and identifies the node to its peers.</param>
public sealed record Validator(OrganisationId Organisation, PublicKey Key) : ICanonical<Validator>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Organisation);
        writer.Write(Key);
    }

    public static Validator Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new Validator(reader.ReadOrganisationId(), reader.ReadPublicKey());
    }
}
