using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Governance.Messages;

/// <summary>A delegate casts its corporate group's vote, in both houses, for good.</summary>
public sealed record CastVote(Hash256 Proposal, bool InFavour) : ICanonical<CastVote>
{
    public const ushort Type = 2;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Proposal);
        writer.Write(InFavour);
    }

    public static CastVote Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new CastVote(reader.ReadHash256(), reader.ReadBoolean());
    }
}
