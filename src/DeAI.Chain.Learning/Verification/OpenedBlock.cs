using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Learning;

/// <summary>A block shown to the verifiers.</summary>
/// <param name="Index">Its place under the data root.</param>
/// <param name="Salt">The salt of its leaf.</param>
public sealed record OpenedBlock(int Index, Bytes32 Salt, DataBlock Block) : ICanonical<OpenedBlock>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Index);
        writer.Write(Salt);
        Block.Encode(writer);
    }

    public static OpenedBlock Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        int index = reader.ReadInt32();
        Bytes32 salt = reader.ReadBytes32();
        return new OpenedBlock(index, salt, DataBlock.Decode(ref reader));
    }
}
