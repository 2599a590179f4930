namespace DeAI.Chain.Consensus;

/// <summary>Why a consensus message or certificate was refused.</summary>
public static class ConsensusErrors
{
    public static readonly ReasonCode WrongEpoch = new("consensus.wrong_epoch");
    public static readonly ReasonCode ViewOutOfRange = new("consensus.view_out_of_range");
    public static readonly ReasonCode SeatOutOfRange = new("consensus.seat_out_of_range");
    public static readonly ReasonCode BadVote = new("consensus.bad_vote");
    public static readonly ReasonCode BadSignature = new("consensus.bad_signature");
    public static readonly ReasonCode BadBitmap = new("consensus.bad_bitmap");
    public static readonly ReasonCode NoQuorum = new("consensus.no_quorum");
    public static readonly ReasonCode BadParent = new("consensus.bad_parent");
    public static readonly ReasonCode BadNullifications = new("consensus.bad_nullifications");
    public static readonly ReasonCode BodyTooLarge = new("consensus.body_too_large");
    public static readonly ReasonCode BadMessage = new("consensus.bad_message");
    public static readonly ReasonCode NoConflict = new("consensus.no_conflict");
    public static readonly ReasonCode BadVoteRecord = new("consensus.bad_vote_record");
    public static readonly ReasonCode BadParameter = new("consensus.bad_parameter");
    public static readonly ReasonCode InvalidParent = new("consensus.invalid_parent");
}
