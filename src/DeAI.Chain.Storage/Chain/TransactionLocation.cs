using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Storage.Chain;

/// <summary>Where a final transaction stands.</summary>
public readonly record struct TransactionLocation(Height Height, uint Index) : ICanonical<TransactionLocation>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Height);
        writer.Write(Index);
    }

    public static TransactionLocation Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new TransactionLocation(reader.ReadHeight(), reader.ReadUInt32());
    }
}
