using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DeAI.Chain.Cli.Commands.LocalNet.Trials;

/// <summary><c>deai localnet torture</c></summary>
internal static class TortureCommand
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    public static Command Create(CommandFactory factory)
    {
        Option<int> cycles = Number("--cycles", 20, "How often.");
        Option<int> seed = Number("--seed", 1, "Draws whom to kill, and when.");
        Option<int> validators = Number("--validators", 4, "Of the network made for this run; four or more.");
        Option<int> accounts = Number("--accounts", 8, "Sending accounts.");
        Option<int> outstanding = Number("--outstanding", 32, "Transfers not yet final, all accounts together.");
        Option<int> ready = Number("--ready-limit", 10, "Seconds in which a killed node should be ready; later ones are counted.");
        Option<int> patience = Number("--patience", 120, "Seconds after which a node that is not ready, or a chain that does not go on, fails the run.");
        Option<string?> report = new("--report") { Description = "Write the summary into this file too, as JSON." };
        const string Description = "Kill validators under load with SIGKILL, again and again, and check that nothing acknowledged is lost and nothing forks. "
            + "Makes a network for the run; its folder stays if the run fails.";
        return factory.Make("torture", Description, [cycles, seed, validators, accounts, outstanding, ready, patience, report], async context =>
        {
            if (context.Get(cycles) < 1 || context.Get(validators) is < 4 or > 32 || context.Get(accounts) < 2 || context.Get(outstanding) < 1)
            {
                throw CliException.Usage("--cycles and --outstanding are at least 1, --validators 4 to 32, --accounts at least 2");
            }

            KillCyclesOptions options = new(
                context.Get(cycles), context.Get(seed), context.Get(validators), context.Get(accounts), context.Get(outstanding),
                TimeSpan.FromSeconds(context.Get(ready)), TimeSpan.FromSeconds(context.Get(patience)));
            string directory = Directory.CreateTempSubdirectory("deai-torture-").FullName;
            KillCyclesReport result = await KillCycles.RunAsync(directory, options, context.Output.Progress, context.Stop);
            if (context.Get(report) is { } file)
            {
                await File.WriteAllTextAsync(file, JsonSerializer.Serialize(result, Json) + "\n", CancellationToken.None);
            }

            context.Output.Write(result, text => Describe(text, result));
            if (result.Violation is null)
            {
                Directory.Delete(directory, recursive: true);
            }
            else
            {
                context.Output.Progress($"the network's homes and logs: {directory}");
            }

            return result.Passed ? ExitCode.Done : ExitCode.Failed;
        });
    }

    private static void Describe(TextWriter text, KillCyclesReport report)
    {
        string kinds = string.Join(", ", report.Kinds.Select(static kind => $"{kind.Value} {kind.Key}"));
        text.WriteLine(report.Violation is null ? $"{report.Cycles} cycles, no violation" : $"VIOLATION in {report.Violation}");
        text.WriteLine($"{report.Kills} kills ({kinds}) in {report.Seconds:F0} s, seed {report.Seed}, {report.Validators} validators, height {report.Height}");
        text.WriteLine($"{report.Acknowledged} transfers acknowledged, all found on every node; {report.ReceiptsChecked} receipts checked; {report.Unfinished} without an answer at the end");
        text.WriteLine($"ready: {report.Ready}; {report.Late} later than the limit");
        text.WriteLine($"processor time until ready: {report.ReadyProcessor}");
        text.WriteLine($"caught up: {report.CaughtUp}");
        text.WriteLine($"a new block final after all were ready: {report.WentOn}");
        text.WriteLine($"evidence of contradicting signatures: {report.Evidence}; restarts that did not sign: {report.NotSigning}");
        text.WriteLine($"{report.Verified} homes replayed from genesis, {report.TransactionsReplayed} transactions in each");
        foreach (KeyValuePair<string, long> reason in report.Refused)
        {
            text.WriteLine($"refused: {reason.Value} with {reason.Key}");
        }

        text.WriteLine(report.Machine);
    }

    private static Option<int> Number(string name, int value, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };
}
