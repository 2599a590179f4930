namespace DeAI.Chain.Modules.Registry.Contracts;

/// <summary>What an account may do beyond holding credits. Granted by a registrar; combined as flags.</summary>
[Flags]
public enum Role : uint
{
    None = 0,

    /// <summary>Admits organisations and accounts, grants and revokes roles, suspends.</summary>
    Registrar = 1,

    /// <summary>Issues credits against money paid in outside.</summary>
    Issuer = 2,

    /// <summary>May redeem credits for money outside.</summary>
    Payout = 4,

    /// <summary>Declares data sets, consents, trains, deposits hold-out rows.</summary>
    Member = 8,

    /// <summary>Proposes training tasks and funds them.</summary>
    Sponsor = 16,

    /// <summary>Buys predictions.</summary>
    Customer = 32,

    /// <summary>Posts bounties.</summary>
    Funder = 64,

    /// <summary>Takes bounties.</summary>
    Worker = 128,

    /// <summary>Votes for its organisation.</summary>
    Delegate = 256,

    /// <summary>Approves and suspends model versions.</summary>
    Approver = 512,
}
