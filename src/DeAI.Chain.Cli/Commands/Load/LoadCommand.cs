using System.CommandLine;
using DeAI.Chain.Cli.Commands.LocalNet;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Grpc;
using DeAI.Chain.Load;

namespace DeAI.Chain.Cli.Commands.Load;

/// <summary><c>deai load</c>: signed transfers against a local network, one that runs or one made for the purpose.</summary>
internal static class LoadCommand
{
    private const int DefaultAccounts = 64;

    public static Command Create(CommandFactory factory)
    {
        Option<string?> directory = new("--dir") { Description = "A running local network made with --load-accounts; without it, one is made for this run and removed." };
        Option<int> validators = new("--validators") { Description = "Of the network made for this run.", DefaultValueFactory = static _ => 4 };
        Option<int> accounts = new("--accounts") { Description = "Sending accounts of the network made for this run.", DefaultValueFactory = static _ => DefaultAccounts };
        Option<int> connections = new("--connections") { Description = "Streams open at once.", DefaultValueFactory = static _ => 8 };
        Option<int> outstanding = new("--outstanding") { Description = "Transfers not yet final, all streams together.", DefaultValueFactory = static _ => 4_000 };
        Option<int> warmup = new("--warmup") { Description = "Seconds before counting.", DefaultValueFactory = static _ => 5 };
        Option<int> duration = new("--duration") { Description = "Seconds of counting.", DefaultValueFactory = static _ => 20 };
        return factory.Make("load", "Load a network with signed transfers; reports throughput, latency and the machine's signature-check ceiling.", [directory, validators, accounts, connections, outstanding, warmup, duration], async context =>
        {
            int streams = context.Get(connections);
            if (streams < 1 || context.Get(outstanding) < streams || context.Get(warmup) < 0 || context.Get(duration) < 1 || context.Get(accounts) < Math.Max(2, streams))
            {
                throw CliException.Usage("--connections is at least 1, --outstanding and --accounts at least that many, --duration at least 1");
            }

            LoadShape shape = new(streams, context.Get(outstanding), TimeSpan.FromSeconds(context.Get(warmup)), TimeSpan.FromSeconds(context.Get(duration)));
            LoadReport report = context.Get(directory) is { } running
                ? await RunAsync(LocalNetwork.Open(running), shape, ceiling: null, context)
                : await OwnNetworkAsync(context.Get(validators), context.Get(accounts), shape, context);
            context.Output.Write(report, text => Describe(text, report));
            return report.Committed > 0 ? ExitCode.Done : ExitCode.Failed;
        });
    }

    private static async Task<LoadReport> OwnNetworkAsync(int validators, int accounts, LoadShape shape, CommandContext context)
    {
        string directory = Directory.CreateTempSubdirectory("deai-load-").FullName;
        try
        {
            LocalNetworkPlan plan = LocalNetworkPlan.Standard(validators, auditors: 0, accounts) with { LogLevel = "warning" };
            await using LocalNetwork network = LocalNetwork.Create(Path.Combine(directory, "net"), plan);
            // Before any node runs: nodes that start up take the processors away from it.
            SignatureCeiling ceiling = SignatureCeiling.Measure(TimeSpan.FromSeconds(4));
            context.Output.Progress($"starting {validators} validators in {network.Directory}");
            await network.StartAllAsync(isOwned: true, context.Stop);
            return await RunAsync(network, shape, ceiling, context);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<LoadReport> RunAsync(LocalNetwork network, LoadShape shape, SignatureCeiling? ceiling, CommandContext context)
    {
        string[] names = [.. network.Accounts.Select(static account => account.Name).Where(static name => name.StartsWith("load-", StringComparison.Ordinal))];
        if (names.Length < Math.Max(2, shape.Connections))
        {
            throw CliException.Usage($"the network has {names.Length} accounts for load, {Math.Max(2, shape.Connections)} are needed");
        }

        List<SigningKey> keys = [.. names.Select(network.OpenKey)];
        try
        {
            LocalNode[] validators = RunningValidators(network, context);
            int[] processes = [.. network.Nodes.Select(node => network.ProcessId(node.Index)).OfType<int>()];
            LoadOptions options = new([.. validators.Select(static node => node.Grpc)], keys, shape.Connections, shape.Outstanding, shape.Warmup, shape.Duration, processes);
            return await LoadRunner.RunAsync(options, validators.Length, ceiling, context.Stop);
        }
        catch (RpcException exception)
        {
            throw new CliException("load.stream_ended", exception.Message, "see the nodes' logs", ExitCode.CannotConnect);
        }
        finally
        {
            keys.ForEach(static key => key.Dispose());
        }
    }

    // A network that has lost a node is one to measure, too.
    private static LocalNode[] RunningValidators(LocalNetwork network, CommandContext context)
    {
        ILookup<bool, LocalNode> validators = network.Nodes
            .Where(static node => node.Kind == LocalNodeKind.Validator)
            .ToLookup(node => network.IsRunning(node.Index));
        foreach (LocalNode absent in validators[false])
        {
            context.Output.Progress($"{absent.Name} does not run and is left out");
        }

        return validators[true].Any()
            ? [.. validators[true]]
            : throw new CliException("load.no_node", $"No validator of {network.Directory} runs", "start it with deai localnet up", ExitCode.CannotConnect);
    }

    private static void Describe(TextWriter text, LoadReport report)
    {
        text.WriteLine($"{report.CommittedPerSecond:F0} committed signed transfers per second over {report.Seconds:F1} s, durable on the node that answers");
        text.WriteLine($"latency p50 {report.P50Ms:F1} ms, p99 {report.P99Ms:F1} ms, longest {report.MaxMs:F1} ms ({report.Outstanding} outstanding, {report.Connections} streams)");
        text.WriteLine($"signature checks of this machine, all cores: {report.SignatureChecksPerSecond:F0} per second one by one; a {report.Validators}th of that is the ceiling, {report.Ratio:P0} of it reached");
        text.WriteLine($"together, as nodes check them: {report.TogetherPerSecond:F0} per second; {report.TogetherRatio:P0} of a {report.Validators}th reached");
        text.WriteLine($"processor time for each transfer: {report.NodeMicroseconds:F0} us in all nodes, of it about {report.Validators} x {report.TogetherMicroseconds:F0} us for signature checks ({report.CheckMicroseconds:F0} us one by one); {report.ClientMicroseconds:F0} us in this client");
        foreach (KeyValuePair<string, long> reason in report.Refused)
        {
            text.WriteLine($"refused: {reason.Value} with {reason.Key}");
        }

        text.WriteLine(report.Machine);
    }

    private sealed record LoadShape(int Connections, int Outstanding, TimeSpan Warmup, TimeSpan Duration);
}
