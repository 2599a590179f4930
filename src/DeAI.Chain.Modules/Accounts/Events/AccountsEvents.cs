using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Accounts.Events;

/// <summary>The facts that Accounts states.</summary>
internal static class AccountsEvents
{
    public static void Issued(ApplyContext context, AccountId to, Credits amount) =>
        context.Emit("accounts.issued", new EventAttribute("to", to.ToString()), new EventAttribute("amount", amount.ToString()));

    public static void Redeemed(ApplyContext context, Credits amount) =>
        context.Emit(
            "accounts.redeemed", new EventAttribute("by", context.Sender.ToString()), new EventAttribute("amount", amount.ToString()));
}
