using DeAI.Chain.Agent.Data;
using DeAI.Chain.Agent.Sabotage;
using DeAI.Chain.Compute;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Federation.Messages;
using DeAI.Chain.Modules.Federation.Queries;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Agent.Tests;

/// <summary>A chain with members that run agents, and a sponsor's task.</summary>
internal sealed class TestRound : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("deai-agent-");
    private const int ExcerptRows = 4096;
    private readonly TestAccount _sponsor;

    public TestRound(params string[] hubs)
    {
        TestGenesis genesis = new();
        foreach (string hub in hubs)
        {
            genesis.AddMember(hub, Role.Member);
        }

        _sponsor = genesis.AddMember("sponsor", Role.Sponsor);
        genesis.AddMember("customer", Role.Customer);
        Chain = new ModuleTestChain(genesis);
    }

    public ModuleTestChain Chain { get; }

    public Hash256 Task { get; private set; }

    public SortedDictionary<string, MemberAgent> Agents { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, TestChainAccess> Access { get; } = new(StringComparer.Ordinal);

    public ListLogger Log { get; } = new();

    public static ITensorBackend Backend { get; } = BackendSelector.Choose().Backend;

    /// <summary>The demo's terms, with phases long enough for a block per message.</summary>
    public static TaskTerms Terms(uint rounds = 1, byte least = 2) => DemoTask.Terms with
    {
        Training = DemoTask.Training with { Rounds = rounds, StepsPerRound = 8, CheckpointEvery = 4, MinContributors = least },
        Phases = new PhaseLengths(Registration: 12, SeedDelay: 2, Commit: 6, Open: 6, Holdout: 6),
    };

    public void Propose(TaskTerms terms) => Task = Chain.Apply(_sponsor, ModuleIds.Federation, ProposeTask.Type, new ProposeTask(terms));

    public AgentConfiguration Configuration(string hub, SabotageKind sabotage = SabotageKind.None) => new()
    {
        Nodes = ["https://localhost:1"],
        Genesis = "genesis.json",
        Keystore = "keystore.json",
        Data = Flights.Excerpt(hub, _folder.FullName, ExcerptRows),
        StateDirectory = Path.Combine(_folder.FullName, hub),
        Purpose = DemoTask.Purpose,
        Sabotage = sabotage,
        StopWhenDone = true,
    };

    /// <summary>Starts an agent, or starts it again: nothing but its folder is kept.</summary>
    public async Task<MemberAgent> StartAsync(string hub, SabotageKind sabotage = SabotageKind.None)
    {
        TestAccount account = Chain[hub];
        Access[hub] = new TestChainAccess(Chain, account);
        Result<MemberAgent> agent = await MemberAgent.CreateAsync(
            Configuration(hub, sabotage), Access[hub], MemberSecret.Of(account.Key), Backend, Log, CancellationToken.None);
        Agents[hub] = ModuleTestChain.Required(agent);
        return agent.Value;
    }

    /// <summary>All agents look at the chain after every block until the task has ended.</summary>
    public async Task RunToEndAsync(int mostBlocks = 1000)
    {
        for (int i = 0; i < mostBlocks && !TaskRecord.HasEnded; i++)
        {
            await StepAsync();
        }

        Assert.True(TaskRecord.HasEnded, "the task did not end");
        await StepAsync();
    }

    public async Task StepAsync()
    {
        foreach (MemberAgent agent in Agents.Values.ToArray())
        {
            await agent.StepAsync(Chain.Height, CancellationToken.None);
        }

        Chain.Advance();
    }

    public TaskRecord TaskRecord
    {
        get
        {
            Assert.True(FederationQueries.TryGetTask(Chain.State, Task, out TaskRecord? task));
            return task;
        }
    }

    public ContributionKey KeyOf(string hub, uint round = 1) => new(Task, round, Chain[hub].Organisation);

    public ContributionRecord Contribution(string hub, uint round = 1)
    {
        Assert.True(FederationQueries.TryGetContribution(Chain.State, KeyOf(hub, round), out ContributionRecord? record));
        return record;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
