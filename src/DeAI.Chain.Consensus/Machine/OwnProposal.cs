namespace DeAI.Chain.Consensus;

/// <summary>An own proposal between BlockBuilt and the moment when both of its records are durable.</summary>
internal sealed class OwnProposal(VerifiedProposal unsigned, VoteRecord record, bool closesEpoch, bool carrier)
{
    public VerifiedProposal Unsigned { get; } = unsigned;

    public VoteRecord Record { get; } = record;

    public bool ClosesEpoch { get; } = closesEpoch;

    public bool Carrier { get; } = carrier;

    public int OpenWrites { get; set; } = 2;
}
