using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Replica.Messages.Snapshots;

/// <summary>Asks for a part of the state of a height.</summary>
public sealed record ChunkRequest(Height Height, ChunkId Chunk) : ICanonical<ChunkRequest>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Height);
        writer.Write((byte)Chunk.Nibbles);
        writer.Write(Chunk.Index);
    }

    public static ChunkRequest Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        ChunkRequest request = new(reader.ReadHeight(), new ChunkId(reader.ReadByte(), reader.ReadUInt32()));
        if (reader.Failure is null && !request.Chunk.IsValid)
        {
            reader.Fail(TreeErrors.BadChunk, $"{request.Chunk}");
        }

        return request;
    }
}
