using DeAI.Chain.Agent.Sabotage;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Cli.Commands.Demo.Cast;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Federation.Messages;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Cli.Commands.Demo.Chapters;

/// <summary>The members' agents start beside the data, and a sponsor's task gives them something to declare it for.</summary>
internal sealed class FundTaskChapter : Chapter
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    public override string Title => "A sponsor funds a task; five companies declare data and consent";

    public override string Meaning =>
        "The data stays at home: the chain holds one hash for each company and the purpose it allows. The reward is locked before anybody works.";

    public override TimeSpan Limit => TimeSpan.FromSeconds(120);

    public override async Task RunAsync(DemoContext demo, CancellationToken cancel)
    {
        List<AgentProcess> agents = [.. demo.Troupe.Members.Select(member => demo.Agents.Start(demo.Network, member, SabotageKind.None))];
        agents.Add(demo.Agents.Start(demo.Network, demo.Troupe.Named(Companies.Saboteurs[0]), Attacks.All[0].Kind));
        demo.Stage.Tell("Agents", "read flights of January to April 2001, each of its own airport; May is held apart");
        await Task.WhenAll(agents.Select(agent => agent.WaitUntilReadyAsync(StartLimit, cancel)));

        demo.Terms = DemoTerms.Of(demo.Settings);
        Actor sponsor = demo.Troupe.Named(Companies.Sponsor);
        Transaction proposed = await demo.Sender.SendAsync(
            demo.Network.Nodes[0], sponsor, ModuleIds.Federation, ProposeTask.Type, new ProposeTask(demo.Terms), cancel);
        demo.Task = Chain.Wire.Hash(proposed.Id);
        int members = demo.Troupe.Members.Count;
        await demo.Watch.WaitForAsync(
            fact => fact.Name == "federation.registered" && fact["round"] == "1" && demo.Troupe.IsMember(fact["organisation"]),
            $"{members} members registered in round 1",
            StartLimit,
            cancel,
            members);
        RoundChapter.StartSaboteurOf(2, demo);
    }
}
