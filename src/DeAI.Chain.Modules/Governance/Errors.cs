using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Governance;

/// <summary>The refusals of Governance, and the reasons for which a passed proposal fails; the README says when each is given.</summary>
public static class Errors
{
    public static readonly ReasonCode BadTitle = new("governance.bad_title");
    public static readonly ReasonCode UnknownProposal = new("governance.unknown_proposal");
    public static readonly ReasonCode UnknownParameter = new("governance.unknown_parameter");
    public static readonly ReasonCode OutOfBounds = new("governance.out_of_bounds");
    public static readonly ReasonCode NoChange = new("governance.no_change");
    public static readonly ReasonCode NoValidatorNode = new("governance.no_validator_node");
    public static readonly ReasonCode Excluded = new("governance.excluded");
    public static readonly ReasonCode NoSeat = new("governance.no_seat");
    public static readonly ReasonCode TooFewSeats = new("governance.too_few_seats");
    public static readonly ReasonCode BadValidatorSet = new("governance.bad_validator_set");
    public static readonly ReasonCode ValidatorChangePending = new("governance.validator_change_pending");
    public static readonly ReasonCode ValidatorsChanged = new("governance.validators_changed");
    public static readonly ReasonCode UnknownRecipient = new("governance.unknown_recipient");
    public static readonly ReasonCode ZeroAmount = new("governance.zero_amount");
    public static readonly ReasonCode TreasuryShort = new("governance.treasury_short");
    public static readonly ReasonCode TooManyPending = new("governance.too_many_pending");
    public static readonly ReasonCode NotVoting = new("governance.not_voting");
    public static readonly ReasonCode NoVote = new("governance.no_vote");
    public static readonly ReasonCode AlreadyVoted = new("governance.already_voted");
}
