using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Training;

/// <summary>The refusals and verdicts of Training beside those of the replay itself; the README says when each is given.</summary>
public static class Errors
{
    public static readonly ReasonCode BadCommitment = new("training.bad_commitment");
    public static readonly ReasonCode AlreadyCommitted = new("training.already_committed");
    public static readonly ReasonCode NotCommitted = new("training.not_committed");
    public static readonly ReasonCode AlreadyOpened = new("training.already_opened");
    public static readonly ReasonCode WrongWork = new("training.wrong_work");
    public static readonly ReasonCode NotAccepted = new("training.not_accepted");
    public static readonly ReasonCode AlreadyRevealed = new("training.already_revealed");
    public static readonly ReasonCode WrongHoldout = new("training.wrong_holdout");

    /// <summary>The verdict on a contribution that is what it claims to be.</summary>
    public static readonly ReasonCode Accepted = new("training.accepted");

    /// <summary>Nothing was committed by the deadline: the bond is lost.</summary>
    public static readonly ReasonCode NoCommit = new("training.no_commit");

    /// <summary>Nothing was opened by the deadline: the bond is lost.</summary>
    public static readonly ReasonCode NoOpening = new("training.no_opening");
}
