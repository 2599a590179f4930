using System.Collections;

namespace DeAI.Chain.Cli.Terminal;

/// <summary>Everything that a command may see of the process around it; tests give their own.</summary>
/// <param name="Out">Results, and nothing else.</param>
/// <param name="Error">Errors and progress.</param>
/// <param name="Variable">An environment variable.</param>
/// <param name="ReadSecret">Asks for a line that is not shown; null where there is no terminal to ask at.</param>
/// <param name="HasTerminal">Whether colours, live views and progress make sense.</param>
public sealed record CliEnvironment(
    TextWriter Out, TextWriter Error, Func<string, string?> Variable, Func<string, string>? ReadSecret, bool HasTerminal)
{
    public static CliEnvironment OfProcess()
    {
        Dictionary<string, string?> variables = new(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            variables[(string)entry.Key] = (string?)entry.Value;
        }

        bool asks = !Console.IsInputRedirected && !Console.IsErrorRedirected;
        return new CliEnvironment(
            Console.Out, Console.Error, name => variables.GetValueOrDefault(name), asks ? AskHidden : null, !Console.IsOutputRedirected);
    }

    private static string AskHidden(string prompt)
    {
        Console.Error.Write(prompt);
        System.Text.StringBuilder line = new();
        while (true)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter)
            {
                Console.Error.WriteLine();
                return line.ToString();
            }

            if (key.Key == ConsoleKey.Backspace)
            {
                line.Length = Math.Max(0, line.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                line.Append(key.KeyChar);
            }
        }
    }
}
