using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Governance.Contracts;

/// <summary>A proposal with its state.</summary>
/// <param name="Group">The proposer's corporate group.</param>
/// <param name="Effect">What it would have done to the state it was proposed on, in words; once executed, what it did.</param>
/// <param name="VotingEnds">The last height for votes.</param>
/// <param name="ExecutesAt">At the end of which block it is executed if it passes.</param>
/// <param name="Failure">The reason code for which it failed; empty unless it did.</param>
public sealed record ProposalRecord(
    AccountId Proposer,
    OrganisationId Group,
    string Title,
    Change Change,
    string Effect,
    ProposalStatus Status,
    Height ProposedAt,
    Height VotingEnds,
    Height ExecutesAt,
    Tally Tally,
    string Failure) : ICanonical<ProposalRecord>
{
    public const int MaxTitleBytes = 64;
    public const int MaxEffectBytes = 256;

    public bool IsPending => Status is ProposalStatus.Voting or ProposalStatus.Waiting;

    /// <summary>At the end of which block something happens to it.</summary>
    public Height Deadline => Status == ProposalStatus.Voting ? VotingEnds : ExecutesAt;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(11);
        writer.Write(Proposer);
        writer.Write(Group);
        writer.Write(Title);
        writer.Write(Change);
        writer.Write(Effect);
        writer.Write((byte)Status);
        writer.Write(ProposedAt);
        writer.Write(VotingEnds);
        writer.Write(ExecutesAt);
        writer.Write(Tally);
        writer.Write(Failure);
    }

    public static ProposalRecord Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(11);
        return new ProposalRecord(
            reader.ReadAccountId(),
            reader.ReadOrganisationId(),
            reader.ReadString(MaxTitleBytes),
            reader.Read<Change>(),
            reader.ReadString(MaxEffectBytes),
            (ProposalStatus)reader.ReadByte(),
            reader.ReadHeight(),
            reader.ReadHeight(),
            reader.ReadHeight(),
            reader.Read<Tally>(),
            reader.ReadString(MaxTitleBytes));
    }
}
