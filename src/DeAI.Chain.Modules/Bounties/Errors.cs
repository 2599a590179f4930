using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Bounties;

/// <summary>The refusals of Bounties; the README says when each is given.</summary>
public static class Errors
{
    public static readonly ReasonCode UnknownBounty = new("bounties.unknown_bounty");
    public static readonly ReasonCode UnknownSubmission = new("bounties.unknown_submission");
    public static readonly ReasonCode BadTitle = new("bounties.bad_title");
    public static readonly ReasonCode BadDigest = new("bounties.bad_digest");
    public static readonly ReasonCode ZeroReward = new("bounties.zero_reward");
    public static readonly ReasonCode InsufficientCredits = new("bounties.insufficient_credits");
    public static readonly ReasonCode BadDeadline = new("bounties.bad_deadline");
    public static readonly ReasonCode NotYours = new("bounties.not_yours");
    public static readonly ReasonCode OwnBounty = new("bounties.own_bounty");
    public static readonly ReasonCode Late = new("bounties.late");
    public static readonly ReasonCode Locked = new("bounties.locked");
    public static readonly ReasonCode Closed = new("bounties.closed");
    public static readonly ReasonCode NothingSubmitted = new("bounties.nothing_submitted");
    public static readonly ReasonCode AlreadySubmitted = new("bounties.already_submitted");
    public static readonly ReasonCode EvidenceUsed = new("bounties.evidence_used");
    public static readonly ReasonCode TooManySubmissions = new("bounties.too_many_submissions");
    public static readonly ReasonCode NotRejected = new("bounties.not_rejected");
    public static readonly ReasonCode NotDisputed = new("bounties.not_disputed");
    public static readonly ReasonCode NotImpartial = new("bounties.not_impartial");
}
