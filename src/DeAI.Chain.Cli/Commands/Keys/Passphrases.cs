using System.CommandLine;
using System.Text;

namespace DeAI.Chain.Cli.Commands.Keys;

/// <summary>Where a passphrase comes from: a file, DEAI_PASSPHRASE, or a question at a terminal.</summary>
internal static class Passphrases
{
    public const string Variable = "DEAI_PASSPHRASE";

    /// <summary>As for keystores: longer ones are a mistaken file.</summary>
    private const int MaxFileBytes = 4096;

    public static Option<string?> FileOption(string name = "--passphrase-file") =>
        new(name) { Description = $"File with the passphrase on its first line; without it {Variable}, or a question at a terminal." };

    /// <returns>In UTF-8.</returns>
    public static byte[] Get(CommandContext context, Option<string?> fileOption, string purpose, bool confirm = false)
    {
        if (context.Get(fileOption) is { Length: > 0 } path)
        {
            return OfFile(path);
        }

        bool isMain = fileOption.Name == "--passphrase-file";
        if (isMain && context.Environment.Variable(Variable) is { Length: > 0 } text)
        {
            return Encoding.UTF8.GetBytes(text);
        }

        return Ask(context, fileOption.Name, purpose, confirm);
    }

    public static byte[] OfFile(string path)
    {
        if (!File.Exists(path))
        {
            throw new CliException("keys.no_passphrase_file", $"The passphrase file {path} does not exist", "give the path of a file that holds the passphrase");
        }

        if (new FileInfo(path).Length > MaxFileBytes)
        {
            throw new CliException("keys.bad_passphrase_file", $"{path} has more than {MaxFileBytes} bytes", "a passphrase file holds one line");
        }

        string text = File.ReadAllText(path).TrimEnd('\r', '\n');
        return text.Length > 0
            ? Encoding.UTF8.GetBytes(text)
            : throw new CliException("keys.bad_passphrase_file", $"{path} is empty", "write the passphrase into it");
    }

    private static byte[] Ask(CommandContext context, string option, string purpose, bool confirm)
    {
        if (context.Environment.ReadSecret is not { } ask)
        {
            throw new CliException(
                "keys.no_passphrase",
                $"The passphrase {purpose} is needed, and there is no terminal to ask for it",
                $"give {option} FILE" + (option == "--passphrase-file" ? $" or set {Variable}" : string.Empty));
        }

        string text = ask($"Passphrase {purpose}: ");
        if (text.Length == 0)
        {
            throw new CliException("keys.no_passphrase", "The passphrase is empty", "choose one");
        }

        if (confirm && ask("The same again: ") != text)
        {
            throw new CliException("keys.passphrases_differ", "The two entries differ", "try again");
        }

        return Encoding.UTF8.GetBytes(text);
    }
}
