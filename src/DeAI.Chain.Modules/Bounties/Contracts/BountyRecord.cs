using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Bounties.Contracts;

/// <summary>Work offered against escrow.</summary>
/// <param name="Funder">The account that posted and paid.</param>
/// <param name="Criteria">Digest of what has to be delivered.</param>
/// <param name="SubmitUntil">The last height for submissions.</param>
/// <param name="DecideUntil">The last height for the funder's decision.</param>
/// <param name="Submissions">How many there are, numbered from 0.</param>
/// <param name="Deadline">At the end of which block silence decides; 0 once the bounty is closed.</param>
/// <param name="Chosen">Number of the submission paid or disputed.</param>
public sealed record BountyRecord(
    AccountId Funder,
    string Title,
    Hash256 Criteria,
    Credits Reward,
    Height PostedAt,
    Height SubmitUntil,
    Height DecideUntil,
    BountyStatus Status,
    uint Submissions,
    Height Deadline,
    uint Chosen) : ICanonical<BountyRecord>
{
    public const int MaxTitleBytes = 64;

    public bool IsClosed => Deadline.Value == 0;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(11);
        writer.Write(Funder);
        writer.Write(Title);
        writer.Write(Criteria);
        writer.Write(Reward);
        writer.Write(PostedAt);
        writer.Write(SubmitUntil);
        writer.Write(DecideUntil);
        writer.Write((byte)Status);
        writer.Write(Submissions);
        writer.Write(Deadline);
        writer.Write(Chosen);
    }

    public static BountyRecord Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(11);
        return new BountyRecord(
            reader.ReadAccountId(),
            reader.ReadString(MaxTitleBytes),
            reader.ReadHash256(),
            reader.ReadCredits(),
            reader.ReadHeight(),
            reader.ReadHeight(),
            reader.ReadHeight(),
            (BountyStatus)reader.ReadByte(),
            reader.ReadUInt32(),
            reader.ReadHeight(),
            reader.ReadUInt32());
    }
}
