using System.CommandLine;
using System.Runtime.InteropServices;
using DeAI.Chain.Cli.Commands.Agent;
using DeAI.Chain.Cli.Commands.Demo;
using DeAI.Chain.Cli.Commands.Genesis;
using DeAI.Chain.Cli.Commands.Keys;
using DeAI.Chain.Cli.Commands.Load;
using DeAI.Chain.Cli.Commands.LocalNet;
using DeAI.Chain.Cli.Commands.Node;
using DeAI.Chain.Cli.Commands.Proofs;
using DeAI.Chain.Cli.Commands.Queries;
using DeAI.Chain.Cli.Commands.Simulation;
using DeAI.Chain.Cli.Commands.Transactions;

namespace DeAI.Chain.Cli;

/// <summary>The program: one command group for each folder of Commands.</summary>
public static class CliProgram
{
    /// <summary>Runs one command line. SIGINT and SIGTERM ask the command to stop; it ends in order.</summary>
    /// <returns>A value of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CliEnvironment environment)
    {
        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = OnSignal(PosixSignal.SIGINT, stop);
        using PosixSignalRegistration terminate = OnSignal(PosixSignal.SIGTERM, stop);
        CommandFactory factory = new(environment);
        ParseResult parsed = MakeRoot(factory).Parse([.. args]);
        if (parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction)
        {
            CliOutput output = new(environment, IsJsonAsked(args));
            string where = parsed.CommandResult.Command is RootCommand ? "deai" : $"deai {PathOf(parsed.CommandResult)}";
            output.Error(CliException.Usage(string.Join("; ", parsed.Errors.Select(static error => error.Message)), $"see {where} --help"));
            return ExitCode.Usage;
        }

        InvocationConfiguration invocation = new()
        {
            Output = environment.Out,
            Error = environment.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(invocation, stop.Token);
    }

    private static RootCommand MakeRoot(CommandFactory factory)
    {
        RootCommand root = new("DeAI.Chain: a permissioned ledger that organisations run together, with federated training proven inside block validation.");
        root.Options.Add(factory.OutputOption);
        root.Subcommands.Add(KeysCommands.Create(factory));
        root.Subcommands.Add(GenesisCommands.Create(factory));
        root.Subcommands.Add(LocalNetCommands.Create(factory));
        root.Subcommands.Add(NodeCommands.Create(factory));
        root.Subcommands.Add(AgentCommands.Create(factory));
        root.Subcommands.Add(DemoCommand.Create(factory));
        root.Subcommands.Add(TransactionCommands.Create(factory));
        root.Subcommands.Add(QueryCommands.Create(factory));
        root.Subcommands.Add(ProveCommands.Create(factory));
        root.Subcommands.Add(ProveCommands.CreateCheck(factory));
        root.Subcommands.Add(SimulationCommands.Create(factory));
        root.Subcommands.Add(LoadCommand.Create(factory));
        return root;
    }

    private static PosixSignalRegistration OnSignal(PosixSignal signal, CancellationTokenSource stop) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            try
            {
                stop.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The command ended while the signal was on its way: there is nothing left to stop.
                context.Cancel = false;
            }
        });

    private static bool IsJsonAsked(IReadOnlyList<string> args)
    {
        for (int i = 0; i < args.Count; i++)
        {
            if (args[i] is "--output=json" or "--output:json" || (args[i] == "--output" && i + 1 < args.Count && args[i + 1] == "json"))
            {
                return true;
            }
        }

        return false;
    }

    private static string PathOf(System.CommandLine.Parsing.CommandResult result)
    {
        List<string> names = [];
        for (System.CommandLine.Parsing.SymbolResult? at = result; at is System.CommandLine.Parsing.CommandResult { Command: not RootCommand } command; at = at.Parent)
        {
            names.Insert(0, command.Command.Name);
        }

        return string.Join(' ', names);
    }
}
