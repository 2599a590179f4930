using DeAI.Chain.Cryptography;
using DeAI.Chain.Learning;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Training.Messages;

/// <summary>A hold-out block with its place under the registered root.</summary>
public sealed record RevealedBlock(Bytes32 Salt, DataBlock Block, MerkleProof Path) : ICanonical<RevealedBlock>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Salt);
        writer.Write(Block);
        writer.Write(Path);
    }

    public static RevealedBlock Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        return new RevealedBlock(reader.ReadBytes32(), reader.Read<DataBlock>(), reader.Read<MerkleProof>());
    }
}
