using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Training.Contracts;

/// <summary>What a member committed to.</summary>
public sealed record CommitmentRecord(Hash256 TranscriptRoot, Hash256 ResultDigest, Hash256 UpdateCommitment, Height Height)
    : ICanonical<CommitmentRecord>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.Write(TranscriptRoot);
        writer.Write(ResultDigest);
        writer.Write(UpdateCommitment);
        writer.Write(Height);
    }

    public static CommitmentRecord Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(4);
        return new CommitmentRecord(reader.ReadHash256(), reader.ReadHash256(), reader.ReadHash256(), reader.ReadHeight());
    }
}
