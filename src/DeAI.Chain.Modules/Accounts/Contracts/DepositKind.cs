namespace DeAI.Chain.Modules.Accounts.Contracts;

/// <summary>Why credits are set aside.</summary>
public enum DepositKind : byte
{
    None = 0,

    /// <summary>Money for work not yet done.</summary>
    Escrow = 1,

    /// <summary>Lost if its owner misbehaves.</summary>
    Bond = 2,
}
