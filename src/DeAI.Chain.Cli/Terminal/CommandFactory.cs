using System.CommandLine;

namespace DeAI.Chain.Cli.Terminal;

/// <summary>Gives every command the same options and the same answer to errors.</summary>
public sealed class CommandFactory(CliEnvironment environment)
{
    public Option<string> OutputOption { get; } = MakeOutputOption();

    public CliEnvironment Environment { get; } = environment;

    /// <summary>A command that holds others.</summary>
    public static Command Group(string name, string description, params ReadOnlySpan<Command> commands)
    {
        Command group = new(name, description);
        foreach (Command command in commands)
        {
            group.Subcommands.Add(command);
        }

        return group;
    }

    public Command Make(string name, string description, IEnumerable<Symbol> symbols, Func<CommandContext, Task<int>> run)
    {
        Command command = new(name, description);
        foreach (Symbol symbol in symbols)
        {
            switch (symbol)
            {
                case Argument argument:
                    command.Arguments.Add(argument);
                    break;
                case Option option:
                    command.Options.Add(option);
                    break;
                default:
                    throw new ArgumentException($"{symbol.Name} is neither an argument nor an option.", nameof(symbols));
            }
        }

        command.SetAction((parsed, stop) => Run(parsed, run, stop));
        return command;
    }

    public Command Make(string name, string description, IEnumerable<Symbol> symbols, Func<CommandContext, int> run) =>
        Make(name, description, symbols, context => Task.FromResult(run(context)));

    private async Task<int> Run(ParseResult parsed, Func<CommandContext, Task<int>> run, CancellationToken stop)
    {
        CliOutput output = new(Environment, parsed.GetValue(OutputOption) == "json");
        try
        {
            return await run(new CommandContext(parsed, Environment, output, stop));
        }
        catch (CliException error)
        {
            output.Error(error);
            return error.ExitCode;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            output.Error(new CliException("cli.interrupted", "Interrupted before it was done", string.Empty));
            return ExitCode.Failed;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            output.Error(new CliException("cli.file", error.Message, "check that the path is right, and who may read and write it"));
            return ExitCode.Failed;
        }
    }

    private static Option<string> MakeOutputOption()
    {
        Option<string> option = new("--output")
        {
            Description = "text, or json for one JSON document on the standard output.",
            DefaultValueFactory = static _ => "text",
            Recursive = true,
        };
        option.AcceptOnlyFromAmong("text", "json");
        return option;
    }
}
