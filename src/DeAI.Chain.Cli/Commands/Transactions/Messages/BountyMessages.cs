using System.CommandLine;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Bounties.Messages;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Cli.Commands.Transactions.Messages;

/// <summary>Messages of the module Bounties.</summary>
internal static class BountyMessages
{
    public static Command Group(CommandFactory factory) => CommandFactory.Group(
        "bounty", "Work against a reward that is locked first.",
        Message<PostBounty>(factory, "post", "Offer a reward and lock it; for the role funder. The transaction's id becomes the bounty's.", PostBounty.Type, static fields =>
        {
            var title = fields.Text("--title", "What it is about.");
            var criteria = fields.Digest("--criteria", "What has to be delivered.");
            var reward = fields.Credits("--reward", "For the accepted work.");
            var until = fields.Height("--submit-until", "The last height for submissions.");
            var decide = fields.Number("--decide-heights", "Heights after that in which the funder decides; silence pays the worker.");
            return values => new PostBounty(title(values), criteria(values), reward(values), until(values), decide(values));
        }),
        Message<SubmitWork>(factory, "submit", "Deliver work; for the role worker.", SubmitWork.Type, static fields =>
        {
            var bounty = Bounty(fields);
            var evidence = fields.Digest("--evidence", "What is delivered.");
            return values => new SubmitWork(bounty(values), evidence(values));
        }),
        Message<AcceptSubmission>(factory, "accept", "Accept a submission: its worker is paid in the same block; for the funder.", AcceptSubmission.Type, static fields =>
        {
            var bounty = Bounty(fields);
            var submission = Submission(fields);
            return values => new AcceptSubmission(bounty(values), submission(values));
        }),
        Message<RejectAll>(factory, "reject", "Reject every submission; for the funder.", RejectAll.Type, static fields =>
        {
            var bounty = Bounty(fields);
            var reason = fields.Digest("--reason", "The reasons.");
            return values => new RejectAll(bounty(values), reason(values));
        }),
        Message<DisputeRejection>(factory, "dispute", "Ask for a ruling on a rejection; for the worker.", DisputeRejection.Type, static fields =>
        {
            var bounty = Bounty(fields);
            var submission = Submission(fields);
            var argument = fields.Digest("--argument", "The argument.");
            return values => new DisputeRejection(bounty(values), submission(values), argument(values));
        }),
        Message<RuleDispute>(factory, "rule", "Decide a dispute; for an approver of neither side.", RuleDispute.Type, static fields =>
        {
            var bounty = Bounty(fields);
            var pay = fields.Choice("--pay-worker", "--refund-funder", "The worker is paid.");
            return values => new RuleDispute(bounty(values), pay(values));
        }),
        Message<WithdrawBounty>(factory, "withdraw", "Take the reward back, as long as nobody has submitted; for the funder.", WithdrawBounty.Type, static fields =>
        {
            var bounty = Bounty(fields);
            return values => new WithdrawBounty(bounty(values));
        }));

    private static Func<MessageValues, Hash256> Bounty(MessageFields fields) => fields.Id("--bounty", "The bounty's id: deai query bounties.");

    private static Func<MessageValues, uint> Submission(MessageFields fields)
    {
        Option<uint> option = fields.Add(new Option<uint>("--submission") { Description = "Its number, from 0 in the order of submission.", Required = true });
        return values => values.Context.Get(option);
    }

    private static Command Message<TMessage>(
        CommandFactory factory, string name, string description, ushort type, Func<MessageFields, Func<MessageValues, TMessage>> shape)
        where TMessage : ICanonical<TMessage> =>
        MessageCommand.Make(factory, name, description, ModuleIds.Bounties, type, shape);
}
