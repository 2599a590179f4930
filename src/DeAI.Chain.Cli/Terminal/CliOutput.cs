using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace DeAI.Chain.Cli.Terminal;

/// <summary>Writes a command's one result: a JSON document for scripts, or text for people.</summary>
public sealed class CliOutput
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private readonly CliEnvironment _environment;

    public CliOutput(CliEnvironment environment, bool isJson)
    {
        _environment = environment;
        IsJson = isJson;
        Console = MakeConsole(environment, environment.Out);
    }

    public bool IsJson { get; }

    /// <summary>For tables and live views; only where <see cref="IsJson"/> is false.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Writes the result in the form that was asked for.</summary>
    /// <param name="value">Serialized with names in snake_case; hashes and keys as their text.</param>
    public void Write(object value, Action<TextWriter> text)
    {
        if (IsJson)
        {
            WriteJson(value);
        }
        else
        {
            text(_environment.Out);
        }

        _environment.Out.Flush();
    }

    public void WriteJson(object value) => _environment.Out.WriteLine(JsonSerializer.Serialize(value, Json));

    /// <summary>A line about what is going on, on the error stream, so that results can be piped.</summary>
    public void Progress(string line)
    {
        if (!IsJson)
        {
            _environment.Error.WriteLine(line);
        }
    }

    public void Error(CliException error)
    {
        if (IsJson)
        {
            WriteJson(new { error = new { error.Code, error.Message, remedy = error.Remedy.Length > 0 ? error.Remedy : null, error.ExitCode, error.Details } });
            return;
        }

        _environment.Error.WriteLine($"error: {error.Message} ({error.Code})");
        if (error.Remedy.Length > 0)
        {
            _environment.Error.WriteLine($"  what to do: {error.Remedy}");
        }
    }

    private static IAnsiConsole MakeConsole(CliEnvironment environment, TextWriter writer)
    {
        bool colours = environment.HasTerminal && string.IsNullOrEmpty(environment.Variable("NO_COLOR"));
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = environment.HasTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = environment.HasTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (!environment.HasTerminal)
        {
            // Nobody looks at the width of a pipe: lines are not to be broken there.
            console.Profile.Width = 240;
        }

        return console;
    }
}
