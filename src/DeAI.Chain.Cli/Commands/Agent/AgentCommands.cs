using System.CommandLine;
using DeAI.Chain.Agent;
using DeAI.Chain.Cli.Commands.LocalNet;
using DeAI.Chain.Cli.Commands.Node;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Cli.Commands.Agent;

/// <summary><c>deai agent</c>: the process at a member that trains beside its own data.</summary>
internal static class AgentCommands
{
    public static Command Create(CommandFactory factory) =>
        CommandFactory.Group("agent", "A member's agent: trains beside its own data.", Run(factory), AgentEvaluateCommand.Create(factory));

    private static Command Run(CommandFactory factory)
    {
        Option<string> config = new("--config") { Description = "The agent's configuration (see the agent's README).", Required = true };
        Option<bool> stopWithInput = new("--stop-with-input") { Description = "Stop when the standard input ends: for an agent that must not outlive its owner." };
        return factory.Make("run", "Run an agent until SIGINT or SIGTERM.", [config, stopWithInput], async context =>
        {
            AgentConfiguration configuration = AgentConfiguration.Load(context.Get(config)).OrFail("correct the configuration");
            using ILoggerFactory logs = NodeLogging.Create(LogLevel.Information);
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(context.Stop);
            if (context.Get(stopWithInput))
            {
                OwnerWatch.Start(stop);
            }

            (await AgentHost.RunAsync(configuration, logs.CreateLogger("agent"), stop.Token)).OrFail();
            return ExitCode.Done;
        });
    }
}
