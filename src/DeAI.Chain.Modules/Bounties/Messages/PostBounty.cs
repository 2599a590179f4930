using DeAI.Chain.Modules.Bounties.Contracts;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Bounties.Messages;

/// <summary>The sender offers a reward and locks it. The transaction's id becomes the bounty's.</summary>
/// <param name="Criteria">Digest of what has to be delivered.</param>
/// <param name="SubmitUntil">The last height for submissions.</param>
/// <param name="DecideHeights">Heights after that in which the funder decides.</param>
public sealed record PostBounty(string Title, Hash256 Criteria, Credits Reward, Height SubmitUntil, ulong DecideHeights) : ICanonical<PostBounty>
{
    public const ushort Type = 1;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(5);
        writer.Write(Title);
        writer.Write(Criteria);
        writer.Write(Reward);
        writer.Write(SubmitUntil);
        writer.Write(DecideHeights);
    }

    public static PostBounty Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(5);
        return new PostBounty(
            reader.ReadString(BountyRecord.MaxTitleBytes), reader.ReadHash256(), reader.ReadCredits(), reader.ReadHeight(), reader.ReadUInt64());
    }
}
