using System.CommandLine;
using System.Globalization;
using DeAI.Chain.Cli.Commands.LocalNet;
using DeAI.Chain.Node.Composition;
using DeAI.Chain.Node.Configuration;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Cli.Commands.Node;

/// <summary><c>deai node run</c></summary>
internal static class NodeRunCommand
{
    public static Command Create(CommandFactory factory)
    {
        NodeSettings settings = new();
        Option<string?> runFile = new("--run-file") { Description = "Written once the node takes part, removed when it ends in order." };
        Option<bool> stopWithInput = new("--stop-with-input") { Description = "Stop when the standard input ends: for a node that must not outlive its owner." };
        return factory.Make("run", "Run a node until SIGINT or SIGTERM.", [.. settings.Symbols, runFile, stopWithInput], async context =>
        {
            NodeConfiguration configuration = settings.Load(context);
            using ILoggerFactory logs = NodeLogging.Create(configuration.LogLevel);
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(context.Stop);
            if (context.Get(stopWithInput))
            {
                OwnerWatch.Start(stop);
            }

            return await Run(context, configuration, logs, context.Get(runFile), stop.Token);
        });
    }

    private static async Task<int> Run(
        CommandContext context, NodeConfiguration configuration, ILoggerFactory logs, string? runFile, CancellationToken stop)
    {
        await using NodeHost node = Open(context, configuration, logs);
        (await node.StartAsync(stop)).OrFail("another process may use the port; choose others in node.json, or stop that process");
        context.Output.Progress($"deai: node {node.Key} of chain {node.Chain} takes part; clients at {configuration.Grpc}, peers at {configuration.Listen}");
        if (runFile is not null)
        {
            await File.WriteAllTextAsync(runFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n", stop);
        }

        Task stopped = Task.Delay(Timeout.Infinite, stop).ContinueWith(static _ => { }, TaskScheduler.Default);
        Task first = await Task.WhenAny(node.Failed, stopped);
        if (runFile is not null)
        {
            File.Delete(runFile);
        }

        if (first == node.Failed)
        {
            Refusal reason = await node.Failed;
            throw new CliException(
                reason.Code.Value,
                reason.Detail,
                reason.Code == NodeErrors.UpgradeNeeded ? "stop nothing else: the other nodes go on" : "see its log above; deai node verify tells whether its data is whole");
        }

        context.Output.Progress("deai: stopping");
        return ExitCode.Done;
    }

    private static NodeHost Open(CommandContext context, NodeConfiguration configuration, ILoggerFactory logs)
    {
        try
        {
            return NodeHost.Open(configuration, context.Environment.Variable, TimeProvider.System, logs)
                .OrFail("deai node doctor --config FILE names causes and remedies");
        }
        catch (DeAI.Chain.Storage.StorageException error)
        {
            throw new CliException("node.bad_store", error.Message, "deai node verify tells whether the data is whole; if not, start with a new home: it syncs from its peers");
        }
    }
}
