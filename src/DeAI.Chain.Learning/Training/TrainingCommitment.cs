using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Learning;

/// <summary>What a member puts on chain before any challenge is known.</summary>
public sealed record TrainingCommitment(Hash256 TranscriptRoot, Hash256 UpdateHash) : ICanonical<TrainingCommitment>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(TranscriptRoot);
        writer.Write(UpdateHash);
    }

    public static TrainingCommitment Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        Hash256 root = reader.ReadHash256();
        return new TrainingCommitment(root, reader.ReadHash256());
    }
}
