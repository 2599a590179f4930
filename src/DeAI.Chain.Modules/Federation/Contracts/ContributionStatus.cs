namespace DeAI.Chain.Modules.Federation.Contracts;

/// <summary>How far a member's part in a round is.</summary>
public enum ContributionStatus : byte
{
    None = 0,
    Registered = 1,
    Committed = 2,

    /// <summary>Opened, replayed, found true.</summary>
    Accepted = 3,

    /// <summary>Part of a published version.</summary>
    Scored = 4,

    /// <summary>Refused, too late, or withdrawn with its consent; the reason says which.</summary>
    Out = 5,

    /// <summary>The round failed for want of others.</summary>
    Released = 6,
}
