using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Federation;

/// <summary>The refusals of Federation; the README says when each is given.</summary>
public static class Errors
{
    public static readonly ReasonCode BadTerms = new("federation.bad_terms");
    public static readonly ReasonCode TooMuchWork = new("federation.too_much_work");
    public static readonly ReasonCode BondTooLow = new("federation.bond_too_low");
    public static readonly ReasonCode InsufficientCredits = new("federation.insufficient_credits");
    public static readonly ReasonCode UnknownTask = new("federation.unknown_task");
    public static readonly ReasonCode WrongRound = new("federation.wrong_round");
    public static readonly ReasonCode WrongPhase = new("federation.wrong_phase");
    public static readonly ReasonCode AlreadyRegistered = new("federation.already_registered");
    public static readonly ReasonCode RoundFull = new("federation.round_full");
    public static readonly ReasonCode NotYourData = new("federation.not_your_data");
    public static readonly ReasonCode WrongSchema = new("federation.wrong_schema");
    public static readonly ReasonCode WrongDataRoot = new("federation.wrong_data_root");
    public static readonly ReasonCode TooManyBlocks = new("federation.too_many_blocks");
    public static readonly ReasonCode BadHoldout = new("federation.bad_holdout");
    public static readonly ReasonCode HoldoutReused = new("federation.holdout_reused");
    public static readonly ReasonCode NotRegistered = new("federation.not_registered");
    public static readonly ReasonCode NotYourContribution = new("federation.not_your_contribution");

    /// <summary>Why a round failed: fewer than the least number of members were left.</summary>
    public static readonly ReasonCode TooFewContributors = new("federation.too_few_contributors");
}
