using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Replica.Messages.Snapshots;

/// <summary>Answers <see cref="ChunkRequest"/>.</summary>
/// <param name="Chunk">Only with <see cref="ChunkOutcome.Found"/>.</param>
public sealed record ChunkAnswer(ChunkRequest Request, ChunkOutcome Outcome, StateChunk? Chunk) : ICanonical<ChunkAnswer>
{
    /// <summary>Keys and values of one chunk, in bytes; a single entry may be larger.</summary>
    public const int MaxChunkBytes = 1024 * 1024;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Request);
        writer.Write((byte)Outcome);
        if (Chunk is null)
        {
            writer.WriteNil();
        }
        else
        {
            writer.Write(Chunk);
        }
    }

    public static ChunkAnswer Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        ChunkAnswer answer = new(
            reader.Read<ChunkRequest>(), (ChunkOutcome)reader.ReadByte(), reader.TryReadNil() ? null : reader.Read<StateChunk>());
        bool isSound = answer.Outcome is ChunkOutcome.Found or ChunkOutcome.TooLarge or ChunkOutcome.Gone
            && answer.Outcome == ChunkOutcome.Found == answer.Chunk is not null;
        if (reader.Failure is null && !isSound)
        {
            reader.Fail(EncodingErrors.OutOfRange, "outcome and chunk do not agree");
        }

        return answer;
    }
}
