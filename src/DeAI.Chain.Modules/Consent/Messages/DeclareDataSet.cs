using DeAI.Chain.Modules.Consent.Contracts;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Consent.Messages;

/// <summary>The sender's organisation commits itself to a data set. The transaction's id becomes the data set's.</summary>
public sealed record DeclareDataSet(Hash256 Schema, Hash256 Root, uint Blocks, string Licence) : ICanonical<DeclareDataSet>
{
    public const ushort Type = 1;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.Write(Schema);
        writer.Write(Root);
        writer.Write(Blocks);
        writer.Write(Licence);
    }

    public static DeclareDataSet Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(4);
        return new DeclareDataSet(reader.ReadHash256(), reader.ReadHash256(), reader.ReadUInt32(), reader.ReadString(DataSetRecord.MaxLicenceBytes));
    }
}
