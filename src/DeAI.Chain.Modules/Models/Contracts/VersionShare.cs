using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Models.Contracts;

/// <summary>What an organisation gets of a version's earnings.</summary>
/// <param name="Account">Where it is paid: the account that registered its latest contribution.</param>
/// <param name="Parts">Millionths.</param>
public sealed record VersionShare(OrganisationId Organisation, AccountId Account, uint Parts) : ICanonical<VersionShare>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Organisation);
        writer.Write(Account);
        writer.Write(Parts);
    }

    public static VersionShare Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        return new VersionShare(reader.ReadOrganisationId(), reader.ReadAccountId(), reader.ReadUInt32());
    }
}
