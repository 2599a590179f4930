using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Bounties.Messages;

/// <summary>A worker whose submission was rejected asks for a ruling. The first one to ask gets it.</summary>
/// <param name="Submission">The sender's own.</param>
/// <param name="Argument">Digest of the argument.</param>
public sealed record DisputeRejection(Hash256 Bounty, uint Submission, Hash256 Argument) : ICanonical<DisputeRejection>
{
    public const ushort Type = 5;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Bounty);
        writer.Write(Submission);
        writer.Write(Argument);
    }

    public static DisputeRejection Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        return new DisputeRejection(reader.ReadHash256(), reader.ReadUInt32(), reader.ReadHash256());
    }
}
