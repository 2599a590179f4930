using System.CommandLine;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Accountability.Messages;

namespace DeAI.Chain.Cli.Commands.Transactions.Messages;

/// <summary>Messages of the module Accountability; reports of offences come from the nodes themselves.</summary>
internal static class AccountabilityMessages
{
    public static Command Group(CommandFactory factory) => CommandFactory.Group(
        "bond", "What an organisation loses if its validator contradicts itself.",
        MessageCommand.Make<LockBond>(factory, "lock", "Add to the organisation's bond; for the role delegate.", ModuleIds.Accountability, LockBond.Type, static fields =>
        {
            var amount = fields.Credits("--amount", "What is added.");
            return values => new LockBond(amount(values));
        }),
        MessageCommand.Make<ReleaseBond>(
            factory,
            "release",
            "Take the whole bond back, once the organisation has had no seat for long enough; for the role delegate.",
            ModuleIds.Accountability,
            ReleaseBond.Type,
            static _ => static _ => new ReleaseBond()));
}
