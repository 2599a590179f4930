namespace DeAI.Chain.Modules.Models.Contracts;

/// <summary>Whether a version answers.</summary>
public enum VersionStatus : byte
{
    None = 0,

    /// <summary>Waits for an approver.</summary>
    Published = 1,

    /// <summary>Answers.</summary>
    Approved = 2,

    /// <summary>Answers nobody from the block after its suspension.</summary>
    Suspended = 3,
}
