using System.Text.Json;
using DeAI.Chain.Agent.Sabotage;
using DeAI.Chain.Cli.Commands.Demo.Cast;

namespace DeAI.Chain.Cli.Commands.Demo;

/// <summary>The agents' processes: one beside each member's data, and from time to time one that cheats.</summary>
internal sealed class MemberAgents(DemoSettings settings, FlightFiles files, string folder) : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    private readonly List<AgentProcess> _running = [];

    private readonly List<int> _started = [];

    /// <summary>Process numbers of all that were ever started.</summary>
    public IReadOnlyList<int> Started => _started;

    /// <param name="firstRound">Before it, the agent only declares its data and consents.</param>
    public AgentProcess Start(DemoNetwork network, Actor actor, SabotageKind sabotage, uint firstRound = 1)
    {
        string home = Path.Combine(folder, "agents", actor.Name.ToLowerInvariant().Replace(' ', '-'));
        Directory.CreateDirectory(home);
        string configuration = Path.Combine(home, sabotage == SabotageKind.None ? "agent.json" : $"agent-{WordOf(sabotage)}.json");
        File.WriteAllText(configuration, Configuration(network, actor, sabotage, firstRound, home));
        AgentProcess agent = AgentProcess.Start(actor.Name, configuration, Path.Combine(home, "agent.log"));
        _running.Add(agent);
        _started.Add(agent.Id);
        return agent;
    }

    public async Task StopAsync(string member)
    {
        foreach (AgentProcess agent in _running.Where(agent => agent.Member == member).ToArray())
        {
            _running.Remove(agent);
            await agent.DisposeAsync();
        }
    }

    /// <summary>Agents that ended although nobody stopped them, each with the end of its log.</summary>
    public IReadOnlyList<string> Casualties() =>
        [.. _running.Where(static agent => agent.HasEnded).Select(static agent => $"{agent.Member}'s agent has ended; its log ends:\n{TailOf(agent.LogFile)}")];

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_running.Select(static agent => agent.DisposeAsync().AsTask()));
        _running.Clear();
    }

    public static string WordOf(SabotageKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    private string Configuration(DemoNetwork network, Actor actor, SabotageKind sabotage, uint firstRound, string home)
    {
        string airport = Companies.All.First(company => company.Name == actor.Name).Airport;
        Dictionary<string, object> values = new(StringComparer.Ordinal)
        {
            // Its own organisation's node first: a member trusts its own before the others'.
            ["nodes"] = NodesFor(network, actor),
            ["genesis"] = network.GenesisFile,
            ["keystore"] = actor.Keystore,
            ["passphraseFile"] = network.PassphraseFile,
            ["data"] = files.Training(airport),
            ["stateDirectory"] = home,
            ["taskName"] = DemoTerms.Name,
            ["purpose"] = DemoTerms.Purpose,
            ["maxTrainingBlocks"] = settings.MaxTrainingBlocks,
            ["stopWhenDone"] = false,
            ["firstRound"] = firstRound,
            ["sabotage"] = WordOf(sabotage),
        };
        return JsonSerializer.Serialize(values, Json);
    }

    private static string[] NodesFor(DemoNetwork network, Actor actor)
    {
        int own = (int)(actor.Organisation.Value % (uint)network.Nodes.Count);
        return [.. network.Nodes.Select((_, i) => network.Nodes[(own + i) % network.Nodes.Count].Address.ToString())];
    }

    private static string TailOf(string file) => File.Exists(file) ? string.Join('\n', File.ReadLines(file).TakeLast(6)) : "(no log)";
}
