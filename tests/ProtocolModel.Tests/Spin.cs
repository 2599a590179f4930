using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace DeAI.Chain.ProtocolModel.Tests;

/// <summary>The model checker, run on the model in a folder of its own.</summary>
internal sealed partial class Spin : IDisposable
{
    private const string Model = "simplex.pml";
    private const int MostMs = 180_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("deai-model-").FullName;

    public Spin() => File.Copy(Path.Combine(FindRoot(), "src", "DeAI.Chain.Consensus", "Model", Model), Path.Combine(_folder, Model));

    /// <summary>Why the tests cannot run here; null if they can.</summary>
    public static string? Missing { get; } =
        Starts("spin", "-V") && Starts("gcc", "--version") ? null : "spin or gcc is not installed; native/setup.sh installs them.";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Visits every behaviour of the model, or stops at the first violation.</summary>
    /// <param name="defines">Names, each with its value after a blank where it has one.</param>
    /// <param name="optimise">Pays for searches of a hundred thousand states and more.</param>
    public SearchResult Search(IReadOnlyList<string> defines, bool optimise)
    {
        // A file and not the command line: spin hands its options to a shell.
        const string Name = "search.pml";
        string file = string.Concat(defines.Select(static define => $"#define {define}\n")) + $"#include \"{Model}\"\n";
        File.WriteAllText(Path.Combine(_folder, Name), file);
        Demand(Run("spin", ["-a", Name]));
        Demand(Run("gcc", [optimise ? "-O2" : "-O0", "-w", "-DSAFETY", "-DNOREDUCE", "-o", "pan", "pan.c"]));
        string output = Demand(Run(Path.Combine(_folder, "pan"), ["-m1000"]));
        string? violated = Violation().Match(output) is { Success: true } match ? match.Groups[1].Value : null;
        return new SearchResult(
            output,
            !output.Contains("Search not completed", StringComparison.Ordinal)
                && !output.Contains("max search depth too small", StringComparison.Ordinal)
                && !output.Contains("out of memory", StringComparison.Ordinal)
                && output.Contains("errors: ", StringComparison.Ordinal),
            long.Parse(Stored().Match(output).Groups[1].Value, CultureInfo.InvariantCulture),
            violated,
            [.. Unreached().Matches(output).Select(static line => line.Value.Trim()).Where(static line => !line.EndsWith("\"-end-\"", StringComparison.Ordinal))],
            violated is null ? [] : Steps(Demand(Run("spin", ["-t", "-T", Name]))));
    }

    /// <summary>Lets the model carry out the steps of a script that includes it.</summary>
    /// <returns>The steps that it carried out, and last, if so, that the script was accepted.</returns>
    public IReadOnlyList<string> Follow(string script)
    {
        const string Name = "trace.pml";
        File.WriteAllText(Path.Combine(_folder, Name), script);
        return Steps(Demand(Run("spin", ["-T", "-B", Name])));
    }

    private static string[] Steps(string output) =>
        [.. output.Split('\n').Select(static line => line.Trim()).Where(static line => Step().IsMatch(line))];

    private static string Demand((int ExitCode, string Output) run) =>
        run.Output.Split('\n').Any(static line => line.Contains("Error:", StringComparison.Ordinal) && !Verdict().IsMatch(line))
            ? throw new InvalidOperationException(run.Output)
            : run.Output;

    private static bool Starts(string program, string argument)
    {
        try
        {
            ProcessStartInfo start = new(program, argument) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private (int ExitCode, string Output) Run(string program, IReadOnlyList<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = _folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(MostMs))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} takes too long.");
        }

        return (process.ExitCode, output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult());
    }

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "DeAI.Chain.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("DeAI.Chain.sln lies in none of the folders above the test.");
    }

    /// <summary>An error that is an answer: the step is not allowed, or it breaks an invariant.</summary>
    [GeneratedRegex("stmnt in d_step blocks|assertion violated", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Verdict();

    [GeneratedRegex(@"^pan:\d+: (?<what>.*) \(at depth \d+\)", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Violation();

    [GeneratedRegex(@"^ *(?<n>[0-9.e+]+) states, stored", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Stored();

    [GeneratedRegex("^\t.*, state [0-9]+, .*$", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Unreached();

    [GeneratedRegex("^(propose|notarize|nullify|finalize|lose|enter|restart|commit|accepted|spin:.*assertion)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Step();
}
