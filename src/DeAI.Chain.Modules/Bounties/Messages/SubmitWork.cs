using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Bounties.Messages;

/// <summary>A worker delivers.</summary>
/// <param name="Evidence">Digest of what is delivered.</param>
public sealed record SubmitWork(Hash256 Bounty, Hash256 Evidence) : ICanonical<SubmitWork>
{
    public const ushort Type = 2;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Bounty);
        writer.Write(Evidence);
    }

    public static SubmitWork Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new SubmitWork(reader.ReadHash256(), reader.ReadHash256());
    }
}
