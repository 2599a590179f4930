namespace DeAI.Chain.Modules.Governance.Contracts;

/// <summary>Where a proposal stands.</summary>
public enum ProposalStatus : byte
{
    None = 0,

    /// <summary>Members vote.</summary>
    Voting = 1,

    /// <summary>Passed; it is executed at its height.</summary>
    Waiting = 2,

    /// <summary>Executed.</summary>
    Executed = 3,

    /// <summary>A house did not agree.</summary>
    Rejected = 4,

    /// <summary>Passed, but no longer possible at its height; or about a set of validators that another proposal changed.</summary>
    Failed = 5,
}
