namespace DeAI.Chain.Modules.Bounties.Contracts;

/// <summary>Where a bounty stands.</summary>
public enum BountyStatus : byte
{
    None = 0,

    /// <summary>Nobody has submitted yet; the funder may withdraw.</summary>
    Open = 1,

    /// <summary>Somebody has: the funder is locked and decides until the decide deadline.</summary>
    Submitted = 2,

    /// <summary>One worker got all of it.</summary>
    Paid = 3,

    /// <summary>Nobody submitted in time: the funder got it back.</summary>
    Expired = 4,

    /// <summary>The funder took it back before anybody submitted.</summary>
    Withdrawn = 5,

    /// <summary>The funder rejected all; a worker may dispute that until the deadline.</summary>
    Rejected = 6,

    /// <summary>A worker disputes the rejection; an approver rules until the deadline.</summary>
    Disputed = 7,

    /// <summary>The rejection stands: the funder got it back.</summary>
    Refunded = 8,

    /// <summary>Nobody ruled on the dispute: half went to the worker, the rest to the funder.</summary>
    Split = 9,
}
