using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using DeAI.Chain.Client.Proofs;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Client.Tests.Foreign;

/// <summary>The verifier in another language, run over many files at once, and beside it ours.</summary>
internal static partial class PythonVerifier
{
    private const string Python = "/usr/bin/python3";

    private static string Script => RepositoryFiles.PathOf("src/Verifier.Python/verify_proof.py");

    public static async Task<bool> IsHereAsync() => (await RunAsync(["-c", "import cryptography"])).ExitCode == 0;

    /// <summary>What each says of each text: a reason code, or "" where it holds the proof for good.</summary>
    public static Task<IReadOnlyList<Verdict>> JudgeAsync(string genesisJson, IReadOnlyList<string> texts) =>
        JudgeAsync(genesisJson, [.. texts.Select(Encoding.UTF8.GetBytes)]);

    /// <summary>The same of files as they lie on a disk.</summary>
    public static async Task<IReadOnlyList<Verdict>> JudgeAsync(string genesisJson, IReadOnlyList<byte[]> contents)
    {
        GenesisDocument genesis = GenesisDocument.Parse(genesisJson).Value;
        string folder = Directory.CreateTempSubdirectory("deai-proofs-").FullName;
        try
        {
            string genesisFile = Path.Combine(folder, "genesis.json");
            string list = Path.Combine(folder, "list");
            await File.WriteAllTextAsync(genesisFile, genesisJson);
            string[] files = await WriteAsync(folder, contents);
            await File.WriteAllLinesAsync(list, files);
            Task<(int ExitCode, string Text)> run = RunAsync([Script, "--genesis", genesisFile, "--list", list]);
            string[] ours = [.. contents.Select(bytes => Ours(bytes, genesis))];
            (int exitCode, string printed) = await run;
            string[] lines = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (lines.Length != files.Length)
            {
                throw new InvalidOperationException($"{lines.Length} verdicts on {files.Length} files: {printed}");
            }

            string[] theirs = [.. lines.Select(static line => Line().Match(line)).Select(static line =>
                line.Success ? line.Groups["code"].Value : throw new InvalidOperationException("A line is no verdict."))];
            if (exitCode != (theirs.All(static code => code.Length == 0) ? 0 : 1))
            {
                throw new InvalidOperationException($"Exit code {exitCode} does not go with the verdicts.");
            }

            return [.. ours.Zip(theirs, static (our, their) => new Verdict(our, their))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Its signature rule against the vectors of others. Text and exit code of the program beside this file.</summary>
    public static Task<(int ExitCode, string Text)> CheckVectorsAsync(string vectors) =>
        RunAsync([RepositoryFiles.PathOf("tests/DeAI.Chain.Client.Tests/Foreign/check_vectors.py"), Script, vectors]);

    /// <summary>Each check of the verifier left out by itself. Text and exit code of the program beside this file: 0 if files notice every one.</summary>
    public static async Task<(int ExitCode, string Text)> LeaveOutChecksAsync(string genesisJson, IReadOnlyList<AssembledFile> files)
    {
        string folder = Directory.CreateTempSubdirectory("deai-checks-").FullName;
        try
        {
            string genesisFile = Path.Combine(folder, "genesis.json");
            await File.WriteAllTextAsync(genesisFile, genesisJson);
            string[] paths = await WriteAsync(folder, [.. files.Select(static file => file.Bytes)]);
            string list = Path.Combine(folder, "list");
            await File.WriteAllLinesAsync(list, paths.Zip(files, static (path, file) => $"{path}\t{file.Code}\t{file.Name}"));
            return await RunAsync([RepositoryFiles.PathOf("tests/DeAI.Chain.Client.Tests/Foreign/leave_out_checks.py"), Script, genesisFile, list]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A reason code, or "" where our verifier takes the file for good.</summary>
    public static string Ours(byte[] bytes, GenesisDocument genesis)
    {
        Refusal? refusal = !ProofFile.Parse(bytes).TryGet(out ProofFile file, out Refusal? bad) ? bad : ProofVerifier.Verify(file, genesis).Refusal;
        return refusal?.Code.Value ?? string.Empty;
    }

    private static async Task<string[]> WriteAsync(string folder, IReadOnlyList<byte[]> contents)
    {
        string[] files = [.. Enumerable.Range(0, contents.Count).Select(i => Path.Combine(folder, $"{i}.json"))];
        for (int i = 0; i < files.Length; i++)
        {
            await File.WriteAllBytesAsync(files[i], contents[i]);
        }

        return files;
    }

    private static async Task<(int ExitCode, string Text)> RunAsync(string[] arguments)
    {
        ProcessStartInfo start = new(Python, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            // No Python on this system: the caller says that it skips.
            return (-1, string.Empty);
        }

        using (process)
        {
            using CancellationTokenSource limit = new(TimeSpan.FromMinutes(20));
            Task<string> errors = process!.StandardError.ReadToEndAsync(limit.Token);
            string printed = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, printed + await errors);
        }
    }

    [GeneratedRegex(@"^\S+\.json: (?:proven|refused, (?<code>[a-z_.]+)): ", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Line();
}
