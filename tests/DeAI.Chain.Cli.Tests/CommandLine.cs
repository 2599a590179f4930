using System.Text.Json;
using DeAI.Chain.Cli.Terminal;

namespace DeAI.Chain.Cli.Tests;

/// <summary>The program in this process, in a directory of its own.</summary>
internal sealed class CommandLine : IDisposable
{
    private readonly SortedDictionary<string, string> _variables = new(StringComparer.Ordinal);

    public CommandLine()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("deai-cli-").FullName;
        File.WriteAllText(PathOf("passphrase"), "correct horse\n");
    }

    public string Directory { get; }

    public string Out { get; private set; } = string.Empty;

    public string Error { get; private set; } = string.Empty;

    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    public string PathOf(string name) => Path.Combine(Directory, name);

    public void Set(string variable, string value) => _variables[variable] = value;

    public async Task<int> RunAsync(params string[] args)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        CliEnvironment environment = new(output, error, name => _variables.GetValueOrDefault(name), ReadSecret: null, HasTerminal: false);
        int code = await CliProgram.RunAsync(args, environment);
        Out = output.ToString();
        Error = error.ToString();
        return code;
    }

    /// <summary>Makes a key and returns its public key.</summary>
    public async Task<string> NewKeyAsync(string name, string kind = "account")
    {
        int code = await RunAsync(
            "keys", "new", "--out", PathOf(name), "--kind", kind, "--strength", "fast", "--passphrase-file", PathOf("passphrase"), "--output", "json");
        Assert.Equal(ExitCode.Done, code);
        return Json.GetProperty("public_key").GetString()!;
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
