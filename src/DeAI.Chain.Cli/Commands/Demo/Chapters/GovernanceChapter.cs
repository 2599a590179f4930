using DeAI.Chain.Api.V1;
using DeAI.Chain.Cli.Commands.Demo.Cast;
using DeAI.Chain.Cli.Commands.Demo.Chain;
using DeAI.Chain.Cli.Commands.Demo.Report;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Governance.Contracts;
using DeAI.Chain.Modules.Governance.Messages;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Cli.Commands.Demo.Chapters;

/// <summary>A fee is changed by a vote in two houses; the old one holds until the announced height.</summary>
internal sealed class GovernanceChapter : Chapter
{
    private static readonly ParameterDefinition Definition = LedgerParameters.FeeBase;

    private static readonly string Fee = Definition.Name;

    public override string Title => "Members vote on a fee";

    public override string Meaning =>
        "Two houses decide: one vote for each company, and the points that training earned. Money buys neither. The old fee holds until the announced block.";

    public override TimeSpan Limit => TimeSpan.FromSeconds(90);

    public override async Task RunAsync(DemoContext demo, CancellationToken cancel)
    {
        DemoNode node = demo.Network.Nodes[2];
        ulong before = await node.ParameterAsync(Fee, cancel);
        Propose propose = new("Halve the base fee", new SetParameter(Fee, before / 2));
        Transaction proposed = await demo.Sender.SendAsync(
            node, demo.Troupe.Members[0], ModuleIds.Governance, Propose.Type, propose, cancel);
        Hash256 id = Wire.Hash(proposed.Id);

        Actor against = demo.Troupe.Named(Companies.Customer);
        Actor[] inFavour =
        [
            .. demo.Troupe.Members,
            demo.Troupe.Named(Companies.Sponsor),
            demo.Troupe.Named(Companies.Regulator),
            demo.Troupe.Named(Companies.Office),
        ];
        await Task.WhenAll(
            inFavour.Append(against).Select(voter => demo.Sender.SendAsync(
                node, voter, ModuleIds.Governance, CastVote.Type, new CastVote(id, voter != against), cancel)));

        await demo.Watch.WaitForAsync(static fact => fact.Name == "governance.passed", "the vote's end", TimeSpan.FromSeconds(45), cancel);
        Fact executed = (await demo.Watch.WaitForAsync(
            static fact => fact.Name == "governance.executed", "the change's execution", TimeSpan.FromSeconds(45), cancel))[0];
        await node.WaitForHeightAsync(executed.Height, TimeSpan.FromSeconds(20), cancel);

        // Asked of the state of the last block before: whoever asks for the newest one while waiting may be answered after the execution.
        ulong meanwhile = await node.ParameterAtAsync(Definition, executed.Height - 1, cancel);
        ulong after = await node.ParameterAsync(Fee, cancel);
        demo.Report.Governance = new GovernanceSection(before, after, executed.Height);
        demo.Stage.Tell("Fee", $"{before} credits before and during the vote, {after} from now on", executed.Height);
        if (after != before / 2 || meanwhile != before)
        {
            throw new DemoException($"The fee was {before}, {meanwhile} in the block before the execution, {after} after the execution");
        }
    }
}
