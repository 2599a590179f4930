using System.CommandLine;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Governance.Contracts;
using DeAI.Chain.Modules.Governance.Messages;

namespace DeAI.Chain.Cli.Commands.Transactions.Messages;

/// <summary>Messages of the module Governance: one command for each kind of change.</summary>
internal static class GovernanceMessages
{
    public static Command Group(CommandFactory factory) => CommandFactory.Group(
        "governance", "Propose changes and vote on them; for the role delegate.",
        Proposal(factory, "propose-parameter", "Propose another value of a parameter.", static fields =>
        {
            var name = fields.Text("--name", "Which: deai query parameters.");
            var value = fields.Number("--value", "Its new value.");
            return values => new SetParameter(name(values), value(values));
        }),
        Proposal(factory, "propose-seat", "Propose that a registered node gets its organisation's seat among the validators.", static fields =>
        {
            var node = fields.Key("--node-key", "The node's.");
            return values => new SeatValidator(node(values));
        }),
        Proposal(factory, "propose-removal", "Propose that an organisation loses its seat.", static fields =>
        {
            var organisation = fields.Organisation("--organisation", "Which.");
            return values => new RemoveValidator(organisation(values));
        }),
        Proposal(factory, "propose-grant", "Propose that an account gets credits of the treasury.", static fields =>
        {
            var to = fields.Account("--to", "Who gets them.");
            var amount = fields.Credits("--amount", "How many.");
            return values => new GrantFromTreasury(to(values), amount(values));
        }),
        MessageCommand.Make<CastVote>(factory, "vote", "Cast the vote of the sender's corporate group, in both houses, for good.", ModuleIds.Governance, CastVote.Type, static fields =>
        {
            var proposal = fields.Id("--proposal", "The proposal's id: deai query proposals.");
            var inFavour = fields.Choice("--yes", "--no", "In favour.");
            return values => new CastVote(proposal(values), inFavour(values));
        }));

    private static Command Proposal(CommandFactory factory, string name, string description, Func<MessageFields, Func<MessageValues, Change>> change) =>
        MessageCommand.Make<Propose>(factory, name, description + " The transaction's id becomes the proposal's.", ModuleIds.Governance, Propose.Type, fields =>
        {
            var title = fields.Text("--title", "What it is about.");
            var build = change(fields);
            return values => new Propose(title(values), build(values));
        });
}
