using System.CommandLine;

namespace DeAI.Chain.Cli.Terminal;

/// <summary>What a running command works with.</summary>
public sealed record CommandContext(ParseResult Arguments, CliEnvironment Environment, CliOutput Output, CancellationToken Stop)
{
    public T Get<T>(Option<T> option) => Arguments.GetValue(option)!;

    public T Get<T>(Argument<T> argument) => Arguments.GetValue(argument)!;

    public bool Has(Option option) => Arguments.GetResult(option) is { Implicit: false };
}
