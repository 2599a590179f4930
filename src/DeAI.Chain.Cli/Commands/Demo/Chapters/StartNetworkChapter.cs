using DeAI.Chain.Api.V1;
using DeAI.Chain.Cli.Commands.Demo.Chain;
using DeAI.Chain.Cli.Commands.Demo.View;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Cli.Commands.Demo.Chapters;

/// <summary>Four validators and an auditor, each a process with its own key and database.</summary>
internal sealed class StartNetworkChapter : Chapter
{
    public override string Title => "Four companies and an auditor start a network";

    public override string Meaning =>
        "Nobody owns it: four companies run a validator each, any one of them may fail. The auditor signs nothing and re-checks everything.";

    public override TimeSpan Limit => TimeSpan.FromSeconds(90);

    public override async Task RunAsync(DemoContext demo, CancellationToken cancel)
    {
        await demo.Network.StartAsync(cancel);
        ChainWatch watch = new(demo.Network.Nodes, demo.Auditor, demo.Stage) { OnFact = new Narrator(demo.Troupe, demo.Stage).Tell };
        demo.Watch = watch;
        watch.Start();
        foreach (DemoNode node in demo.Network.Nodes)
        {
            demo.Stage.Tell(node.Name, $"runs as process {demo.Network.ProcessIdOf(node)}, answers at {node.Address.Authority}");
        }

        await watch.WaitForHeightAsync(3, TimeSpan.FromSeconds(40), cancel);
        Validators seats = await demo.Auditor.ValidatorsAsync(cancel);
        int auditors = 0;
        foreach (DemoNode node in demo.Network.Nodes)
        {
            NodeStatus status = await node.StatusAsync(cancel);
            auditors += status.Role == "validator" ? 0 : 1;
        }

        demo.Report.Validators = seats.Current.Count;
        demo.Report.Auditors = auditors;
        demo.Stage.Tell("Chain", $"{demo.Network.Chain.ToString()[..8]} has {seats.Current.Count} validators and {auditors} auditor; blocks become final", watch.Height);
    }
}
