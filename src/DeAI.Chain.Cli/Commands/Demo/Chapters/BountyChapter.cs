using DeAI.Chain.Api.V1;
using DeAI.Chain.Cli.Commands.Demo.Cast;
using DeAI.Chain.Cli.Commands.Demo.Chain;
using DeAI.Chain.Cli.Commands.Demo.Report;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Bounties.Messages;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Cli.Commands.Demo.Chapters;

/// <summary>Work offered against escrow, delivered, accepted, paid.</summary>
internal sealed class BountyChapter : Chapter
{
    private const ulong Reward = 5_000;
    private const ulong SubmitHeights = 200;
    private const ulong DecideHeights = 100;

    public override string Title => "A bounty is posted, done and paid";

    public override string Meaning =>
        "The reward is locked first. Once somebody has delivered, the funder cannot take it back; if the funder stays silent, the worker is paid.";

    public override async Task RunAsync(DemoContext demo, CancellationToken cancel)
    {
        DemoNode node = demo.Network.Nodes[1];
        Actor funder = demo.Troupe.Named(Companies.Sponsor);
        Actor worker = demo.Troupe.Named(Companies.Worker);
        ulong height = (await node.StatusAsync(cancel)).FinalizedHeight;
        PostBounty post = new(
            "Label the causes of 200 late flights",
            Sha256.Hash("200 rows, two annotators each, disagreements listed"u8),
            new Credits(Reward),
            new Height(height + SubmitHeights),
            DecideHeights);
        Transaction posted = await demo.Sender.SendAsync(node, funder, ModuleIds.Bounties, PostBounty.Type, post, cancel);
        Hash256 bounty = Wire.Hash(posted.Id);
        await demo.Sender.SendAsync(
            node, worker, ModuleIds.Bounties, SubmitWork.Type, new SubmitWork(bounty, Sha256.Hash("the labels, kept outside the chain"u8)), cancel);
        Transaction accepted = await demo.Sender.SendAsync(
            node, funder, ModuleIds.Bounties, AcceptSubmission.Type, new AcceptSubmission(bounty, 0), cancel);

        await demo.Auditor.WaitForHeightAsync(accepted.Height, TimeSpan.FromSeconds(20), cancel);
        ulong before = await demo.Auditor.HeldAtAsync(worker.Id, accepted.Height - 1, cancel);
        ulong after = await demo.Auditor.HeldAtAsync(worker.Id, accepted.Height, cancel);
        demo.Report.Bounty = new BountySection(after - before);
        string status = (await demo.Auditor.BountyAsync(bounty, cancel)).Status;
        if (after - before != Reward || status != "paid")
        {
            throw new DemoException($"The bounty is '{status}' and the worker got {after - before} of {Reward} credits");
        }
    }
}
