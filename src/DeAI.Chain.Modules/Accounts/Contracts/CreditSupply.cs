using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Accounts.Contracts;

/// <summary>How many credits there can ever be.</summary>
public static class CreditSupply
{
    /// <summary>So low that no sum of balances can overflow 64 bits.</summary>
    public static readonly Credits Max = new(1UL << 62);
}
