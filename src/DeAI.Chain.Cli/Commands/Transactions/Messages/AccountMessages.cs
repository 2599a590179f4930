using System.CommandLine;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Accounts.Messages;

namespace DeAI.Chain.Cli.Commands.Transactions.Messages;

/// <summary>Messages of the module Accounts.</summary>
internal static class AccountMessages
{
    public static IEnumerable<Command> All(CommandFactory factory) =>
    [
        MessageCommand.Make<Transfer>(factory, "transfer", "Give credits to another account.", ModuleIds.Accounts, Transfer.Type, static fields =>
        {
            var to = fields.Account("--to", "Who gets them.");
            var amount = fields.Credits("--amount", "How many.");
            return values => new Transfer(to(values), amount(values));
        }),
        MessageCommand.Make<Issue>(factory, "issue", "Create credits against money paid in outside; for the role issuer.", ModuleIds.Accounts, Issue.Type, static fields =>
        {
            var to = fields.Account("--to", "Who gets them.");
            var amount = fields.Credits("--amount", "How many.");
            return values => new Issue(to(values), amount(values));
        }),
        MessageCommand.Make<Redeem>(factory, "redeem", "Turn credits back into money outside; for the role payout.", ModuleIds.Accounts, Redeem.Type, static fields =>
        {
            var amount = fields.Credits("--amount", "How many.");
            return values => new Redeem(amount(values));
        }),
    ];
}
