namespace DeAI.Chain.Consensus;

/// <summary>A vote of a seat of this epoch's set, with that seat's signature over this very content. Constructing it is the
/// check.</summary>
public sealed class VerifiedVote
{
    private VerifiedVote(SignedVote signed) => Signed = signed;

    public SignedVote Signed { get; }

    public Vote Vote => Signed.Vote;

    public int Seat => Signed.Seat;

    /// <returns>The vote, or a refusal of <see cref="ConsensusErrors"/>.</returns>
    public static Result<VerifiedVote> Check(EpochContext context, SignedVote vote, VerificationCache cache)
    {
        if (VoteChecks.OfContent(context, vote.Epoch, vote.Vote) is { } refusal)
        {
            return Result.Refuse<VerifiedVote>(refusal);
        }

        if (vote.Seat < 0 || vote.Seat >= context.Validators.Count)
        {
            return Result.Refuse<VerifiedVote>(ConsensusErrors.SeatOutOfRange, $"seat {vote.Seat} of {context.Validators.Count}");
        }

        byte[] message = SigningBytes.OfVote(context.Chain, vote.Epoch, vote.Vote);
        return cache.Verify(context.Validators[vote.Seat].Key, message, vote.Signature)
            ? Result.Of(new VerifiedVote(vote))
            : Result.Refuse<VerifiedVote>(ConsensusErrors.BadSignature, $"seat {vote.Seat}, {vote.Vote.Kind} of view {vote.Vote.View}");
    }

    /// <summary>A vote that Safety signed a moment ago with the key of that seat.</summary>
    internal static VerifiedVote Own(SignedVote vote) => new(vote);
}
