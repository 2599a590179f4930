using System.CommandLine;

namespace DeAI.Chain.Cli.Terminal;

/// <summary>Values of the chain as they are written on a command line.</summary>
internal static class Arguments
{
    public static byte[] Hash(string text, string what) =>
        Bytes32.TryParse(text, out Bytes32 value) ? value.ToArray() : throw CliException.Usage($"'{text}' is no {what}: 64 hexadecimal digits are expected");

    public static AccountId Account(string text) =>
        new(Commands.Keys.KeyReference.Parse(text).Value);

    public static Argument<string> HashArgument(string name, string description) => new(name) { Description = description };
}
