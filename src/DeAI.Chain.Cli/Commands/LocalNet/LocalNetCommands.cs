using System.CommandLine;
using DeAI.Chain.Cli.Commands.LocalNet.Trials;
using Spectre.Console;

namespace DeAI.Chain.Cli.Commands.LocalNet;

/// <summary><c>deai localnet</c>: a network of real processes on this machine.</summary>
internal static class LocalNetCommands
{
    private const int MaxNodes = 32;

    public static Command Create(CommandFactory factory) =>
        CommandFactory.Group(
            "localnet",
            "A network of real node processes on this machine.",
            Up(factory),
            Down(factory),
            Status(factory),
            LocalNetNodeCommands.Start(factory),
            LocalNetNodeCommands.Stop(factory),
            LocalNetNodeCommands.Kill(factory),
            LocalNetMemberCommands.AddNode(factory),
            LocalNetMemberCommands.Seat(factory),
            LocalNetMemberCommands.Unseat(factory),
            TortureCommand.Create(factory));

    private static Command Up(CommandFactory factory)
    {
        Option<string> directory = DirectoryOption();
        Option<int> validators = new("--validators") { Description = "Validators, for a new network.", DefaultValueFactory = static _ => 4 };
        Option<int> auditors = new("--auditors") { Description = "Auditors, for a new network.", DefaultValueFactory = static _ => 1 };
        Option<int> load = new("--load-accounts") { Description = "Accounts load-1, load-2 and so on, for a new network." };
        Option<string[]> parameters = new("--parameter") { Description = "NAME=VALUE of the chain, for a new network; as often as needed: deai query parameters.", AllowMultipleArgumentsPerToken = true };
        Option<int?> port = new("--base-port") { Description = "The first of three ports for each node; free ones if not given." };
        Option<bool> foreground = new("--foreground") { Description = "Stay until interrupted, and stop the nodes then." };
        Option<string> level = new("--log-level") { Description = "What the nodes log, for a new network.", DefaultValueFactory = static _ => "information" };
        const string Description = "Make a network if DIR has none, and start its nodes. Its keys are for tests only: their passphrase lies beside them.";
        return factory.Make("up", Description, [directory, validators, auditors, load, parameters, port, foreground, level], async context =>
        {
            string path = context.Get(directory);
            if (context.Get(validators) is < 1 or > MaxNodes || context.Get(auditors) is < 0 or > MaxNodes || context.Get(load) is < 0 or > 100_000)
            {
                throw CliException.Usage($"1 to {MaxNodes} validators, 0 to {MaxNodes} auditors and 0 to 100000 load accounts are possible");
            }

            LocalNetworkPlan plan = LocalNetworkPlan.Standard(context.Get(validators), context.Get(auditors), context.Get(load)) with
            {
                BasePort = context.Get(port),
                Parameters = ParametersOf(context.Get(parameters)),
                LogLevel = context.Get(level),
            };
            await using LocalNetwork network = LocalNetwork.Exists(path) ? LocalNetwork.Open(path) : LocalNetwork.Create(path, plan);
            await StartAll(network, context, isOwned: context.Get(foreground));
            context.Output.Write(Describe(network), _ => Show(network, context.Output));
            if (context.Get(foreground))
            {
                context.Output.Progress("Interrupt to stop the nodes.");
                await Task.Delay(Timeout.Infinite, context.Stop).ContinueWith(static _ => { }, TaskScheduler.Default);
                context.Output.Progress("Stopping.");
            }

            return ExitCode.Done;
        });
    }

    private static Command Down(CommandFactory factory)
    {
        Option<string> directory = DirectoryOption();
        return factory.Make("down", "Stop the network's nodes. Its data stays.", [directory], async context =>
        {
            await using LocalNetwork network = LocalNetwork.Open(context.Get(directory));
            int running = network.Nodes.Count(node => network.IsRunning(node.Index));
            bool inOrder = await network.StopAllAsync();
            context.Output.Write(
                new { stopped = running, inOrder },
                text => text.WriteLine(inOrder ? $"{running} nodes stopped" : $"{running} nodes stopped, some of them by force"));
            return ExitCode.Done;
        });
    }

    private static Command Status(CommandFactory factory)
    {
        Option<string> directory = DirectoryOption();
        return factory.Make("status", "List the network's nodes and accounts. Exit code 1 if a node is not running.", [directory], async context =>
        {
            await using LocalNetwork network = LocalNetwork.Open(context.Get(directory));
            context.Output.Write(Describe(network), _ => Show(network, context.Output));
            return network.Nodes.All(node => network.IsRunning(node.Index)) ? ExitCode.Done : ExitCode.Failed;
        });
    }

    private static SortedDictionary<string, ulong> ParametersOf(string[]? given)
    {
        SortedDictionary<string, ulong> parameters = new(StringComparer.Ordinal);
        foreach (string text in given ?? [])
        {
            string[] parts = text.Split('=');
            parameters[parts[0]] = parts.Length == 2 && ulong.TryParse(parts[1], out ulong value)
                ? value
                : throw CliException.Usage($"'{text}' is not NAME=VALUE", "such as --parameter governance.voting_heights=40");
        }

        return parameters;
    }

    private static async Task StartAll(LocalNetwork network, CommandContext context, bool isOwned)
    {
        int[] idle = [.. network.Nodes.Where(node => !network.IsRunning(node.Index)).Select(static node => node.Index)];
        if (isOwned && idle.Length < network.Nodes.Count)
        {
            throw new CliException("localnet.running", "Nodes of this network are running already", "stop them first: deai localnet down");
        }

        context.Output.Progress($"Starting {idle.Length} nodes of {network.Chain}");
        try
        {
            await Task.WhenAll(idle.Select(index => network.StartNodeAsync(index, isOwned, context.Stop)));
        }
        catch
        {
            // Half a network is of no use to anybody.
            await Task.WhenAll(idle.Select(network.StopNodeAsync));
            throw;
        }
    }

    private static object Describe(LocalNetwork network) => new
    {
        chain = network.Chain.ToString(),
        network.Directory,
        genesis = network.GenesisFile,
        network.PassphraseFile,
        nodes = network.Nodes.Select(node => new
        {
            node.Index,
            node.Name,
            node.Kind,
            node.Key,
            node.Listen,
            node.Grpc,
            node.Metrics,
            running = network.IsRunning(node.Index),
            pid = network.ProcessId(node.Index),
            log = node.LogFile,
            config = node.ConfigFile,
            node.Home,
        }),
        accounts = network.Accounts,
    };

    private static void Show(LocalNetwork network, CliOutput output)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("node", "process", "clients", "peers", "metrics", "key");
        foreach (LocalNode node in network.Nodes)
        {
            string process = network.ProcessId(node.Index) is { } pid ? $"{pid}" : "not running";
            table.AddRow(node.Name, process, node.Grpc, node.Listen, node.Metrics, node.Key[..8]);
        }

        output.Console.WriteLine($"chain {network.Chain}");
        output.Console.Write(table);
        output.Console.WriteLine($"{network.Accounts.Count} accounts in {Path.Combine(network.Directory, "accounts")}, passphrase in {network.PassphraseFile}");
    }

    public static Option<string> DirectoryOption() => new("--dir") { Description = "The network's directory.", Required = true };
}
