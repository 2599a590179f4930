using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Accounts;

/// <summary>The refusals of Accounts; the README says when each is given.</summary>
public static class Errors
{
    public static readonly ReasonCode InsufficientCredits = new("accounts.insufficient_credits");
    public static readonly ReasonCode ZeroAmount = new("accounts.zero_amount");
    public static readonly ReasonCode UnknownRecipient = new("accounts.unknown_recipient");
    public static readonly ReasonCode SelfTransfer = new("accounts.self_transfer");
    public static readonly ReasonCode SupplyLimit = new("accounts.supply_limit");
}
