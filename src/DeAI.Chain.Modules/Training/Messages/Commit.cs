using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Training.Messages;

/// <summary>A member says what its training led to, without showing it.</summary>
/// <param name="TranscriptRoot">Of the trace.</param>
/// <param name="ResultDigest">Of the state that the trace ends in.</param>
/// <param name="UpdateCommitment">Hash of the update, salted and bound to the member: a copied one cannot be opened.</param>
public sealed record Commit(Hash256 Task, uint Round, Hash256 TranscriptRoot, Hash256 ResultDigest, Hash256 UpdateCommitment) : ICanonical<Commit>
{
    public const ushort Type = 1;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(5);
        writer.Write(Task);
        writer.Write(Round);
        writer.Write(TranscriptRoot);
        writer.Write(ResultDigest);
        writer.Write(UpdateCommitment);
    }

    public static Commit Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(5);
        return new Commit(
            reader.ReadHash256(), reader.ReadUInt32(), reader.ReadHash256(), reader.ReadHash256(), reader.ReadHash256());
    }
}
