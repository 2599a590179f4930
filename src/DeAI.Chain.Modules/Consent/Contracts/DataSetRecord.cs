using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Consent.Contracts;

/// <summary>A declared data set: commitments only, never rows.</summary>
/// <param name="Owner">The organisation that holds the rows and keeps them.</param>
/// <param name="Root">Merkle root over the salted leaves of its blocks, in an order fixed before any seed was known.</param>
/// <param name="Blocks">How many blocks the root covers.</param>
/// <param name="Schema">Digest of the schema that the rows follow.</param>
/// <param name="Licence">A short name of the terms.</param>
public sealed record DataSetRecord(OrganisationId Owner, Hash256 Root, uint Blocks, Hash256 Schema, string Licence) : ICanonical<DataSetRecord>
{
    public const int MaxLicenceBytes = 64;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(5);
        writer.Write(Owner);
        writer.Write(Root);
        writer.Write(Blocks);
        writer.Write(Schema);
        writer.Write(Licence);
    }

    public static DataSetRecord Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(5);
        return new DataSetRecord(
            reader.ReadOrganisationId(), reader.ReadHash256(), reader.ReadUInt32(), reader.ReadHash256(), reader.ReadString(MaxLicenceBytes));
    }
}
