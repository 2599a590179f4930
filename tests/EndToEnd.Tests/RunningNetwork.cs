using DeAI.Chain.Cli.Commands.LocalNet;
using DeAI.Chain.Cli.Terminal;
using DeAI.Chain.Client;

namespace EndToEnd.Tests;

/// <summary>Four validators and an auditor as processes, for all tests that leave a network as good as they found it. Votes take seconds.</summary>
public sealed class RunningNetwork : IAsyncLifetime
{
    public const string Collection = "running network";

    private readonly string _directory = Directory.CreateTempSubdirectory("deai-running-").FullName;

    public LocalNetwork Network { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        LocalNetworkPlan plan = LocalNetworkPlan.Standard(4, 1) with
        {
            LogLevel = "warning",
            Parameters = new SortedDictionary<string, ulong>(StringComparer.Ordinal)
            {
                ["consensus.min_block_interval_ms"] = 50,
                ["consensus.max_block_interval_ms"] = 150,
                ["governance.voting_heights"] = 20,
                ["governance.waiting_heights"] = 5,
            },
        };
        Network = LocalNetwork.Create(_directory, plan);
        await Network.StartAllAsync();
    }

    public async Task DisposeAsync()
    {
        await Network.StopAllAsync();
        await Network.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    public ChainClient Client(params IEnumerable<int> nodes) =>
        new(new ChainClientOptions { Nodes = [.. nodes.Select(index => new Uri("http://" + Network.Nodes[index].Grpc))] });

    /// <summary>One command line of the program, in this process.</summary>
    public static async Task<ProgramAnswer> RunAsync(params IReadOnlyList<string> args)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = await DeAI.Chain.Cli.CliProgram.RunAsync(args, new CliEnvironment(output, error, static _ => null, ReadSecret: null, HasTerminal: false));
        return new ProgramAnswer(code, output.ToString(), error.ToString());
    }

    /// <summary>One command line against this network, signed by one of its accounts.</summary>
    public Task<ProgramAnswer> AsAsync(string account, params IReadOnlyList<string> args) =>
        RunAsync([.. args, "--localnet", Network.Directory, "--as", account, "--output", "json"]);
}
