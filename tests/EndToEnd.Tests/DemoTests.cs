using System.Diagnostics;
using System.Text.Json;

namespace EndToEnd.Tests;

/// <summary>The demonstration as a visitor starts it: one command, many processes, a report, nothing left behind.</summary>
public sealed class DemoTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Demo_Quick_ReportsWhatItMeasuredAndLeavesNothingRunning()
    {
        string folder = Directory.CreateTempSubdirectory("deai-demo-test-").FullName;
        string file = Path.Combine(folder, "report.json");
        Task<(int Exit, string Output)> demo = RunAsync(folder, "demo", "--quick", "--report", file);
        await PublishedModel.EvaluateAsync(folder, demo);
        (int exit, string output) = await demo;

        Assert.True(exit == 0, output);
        Assert.Contains("What this run showed", output, StringComparison.Ordinal);
        using (JsonDocument report = JsonDocument.Parse(await File.ReadAllTextAsync(file)))
        {
            NetworkIsWhole(report.RootElement);
            TrainingWasProven(report.RootElement);
            MoneyMoved(report.RootElement);
            MembersDecided(report.RootElement);
        }

        Assert.Empty(Leftovers(folder));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Demo_Killed_LeavesNoProcess()
    {
        string folder = Directory.CreateTempSubdirectory("deai-demo-kill-").FullName;
        using Process demo = Start(folder, "demo", "--quick");
        Task<string> output = demo.StandardOutput.ReadToEndAsync();
        using CancellationTokenSource limit = new(Limit);
        while (Leftovers(folder).Count(static line => line.Contains("agent", StringComparison.Ordinal)) < 5)
        {
            Assert.False(demo.HasExited, "The demo ended before its agents ran.");
            await Task.Delay(Poll, limit.Token);
        }

        Assert.True(Leftovers(folder).Length >= 10);
        demo.Kill();
        await demo.WaitForExitAsync(limit.Token);
        using CancellationTokenSource ending = new(TimeSpan.FromSeconds(60));
        while (Leftovers(folder) is { Length: > 0 })
        {
            await Task.Delay(Poll, ending.Token);
        }

        await output;
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Demo_UnknownOption_IsAUsageError()
    {
        (int exit, string output) = await RunAsync(Path.GetTempPath(), "demo", "--slowly");

        Assert.Equal(2, exit);
        Assert.Contains("--slowly", output, StringComparison.Ordinal);
    }

    private static void NetworkIsWhole(JsonElement report)
    {
        Assert.Equal(4, report.GetProperty("validators").GetInt32());
        Assert.Equal(1, report.GetProperty("auditors").GetInt32());
        Assert.True(report.GetProperty("finalizedHeight").GetUInt64() > 100);
        Assert.True(report.GetProperty("transactions").GetInt64() > 50);
        Assert.True(report.GetProperty("conservation").GetBoolean());
        Assert.True(report.GetProperty("wallSeconds").GetDouble() > 1);
        JsonElement root = report.GetProperty("stateRoot");
        string auditor = root.GetProperty("auditor").GetString()!;
        Assert.Equal(64, auditor.Length);
        Assert.Equal(4, root.GetProperty("validators").GetArrayLength());
        Assert.All(root.GetProperty("validators").EnumerateArray(), validator => Assert.Equal(auditor, validator.GetString()));
        Assert.True(root.GetProperty("equal").GetBoolean());
        JsonElement faults = report.GetProperty("faults");
        Assert.NotEqual(string.Empty, faults.GetProperty("killedValidator").GetString());
        Assert.True(faults.GetProperty("finalizedAfterKill").GetUInt64() > 0);
        Assert.True(faults.GetProperty("rejoined").GetBoolean());
    }

    private static void TrainingWasProven(JsonElement report)
    {
        Assert.Equal(5, report.GetProperty("members").GetInt32());
        int rounds = report.GetProperty("rounds").GetInt32();
        Assert.True(rounds >= 3);
        JsonElement proofs = report.GetProperty("proofs");
        int accepted = proofs.GetProperty("accepted").GetInt32();
        int refused = proofs.GetProperty("refused").GetInt32();
        Assert.Equal(proofs.GetProperty("submitted").GetInt32(), accepted + refused);
        Assert.True(accepted >= 3 * rounds);
        JsonElement[] refusals = [.. proofs.GetProperty("refusals").EnumerateArray()];
        Assert.Equal(refused, refusals.Length);
        Assert.True(refused >= 3);
        string?[] reasons = [.. refusals.Select(static refusal => refusal.GetProperty("reason").GetString())];
        Assert.Equal(reasons.Length, reasons.Distinct().Count());
        Assert.All(reasons, static reason => Assert.StartsWith("training.", reason, StringComparison.Ordinal));
        JsonElement model = report.GetProperty("model");
        Assert.Equal(5, model.GetProperty("localAuc").GetArrayLength());
        Assert.All(model.GetProperty("localAuc").EnumerateArray(), static auc => Assert.InRange(auc.GetDouble(), 0.5, 1));
        Assert.InRange(model.GetProperty("jointAuc").GetDouble(), 0.5, 1);
        Assert.InRange(model.GetProperty("jointMaeMinutes").GetDouble(), 1, 60);
        Assert.InRange(model.GetProperty("medianMaeMinutes").GetDouble(), 1, 60);
    }

    private static void MoneyMoved(JsonElement report)
    {
        JsonElement prediction = report.GetProperty("prediction");
        Assert.True(prediction.GetProperty("priceCredits").GetUInt64() > 0);
        Assert.Equal(prediction.GetProperty("priceCredits").GetUInt64(), prediction.GetProperty("paidOut").GetUInt64());
        Assert.True(prediction.GetProperty("sameBlock").GetBoolean());
        Assert.True(report.GetProperty("bounty").GetProperty("paid").GetUInt64() > 0);
    }

    private static void MembersDecided(JsonElement report)
    {
        JsonElement governance = report.GetProperty("governance");
        Assert.NotEqual(governance.GetProperty("feeBefore").GetUInt64(), governance.GetProperty("feeAfter").GetUInt64());
        ulong executed = governance.GetProperty("executedAtHeight").GetUInt64();
        Assert.InRange(executed, 1UL, report.GetProperty("finalizedHeight").GetUInt64());
    }

    private static Process Start(string temporary, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "deai.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        // All of the run's files lie below here, so its processes can be told from others'.
        start.Environment["TMPDIR"] = temporary;
        return Process.Start(start)!;
    }

    private static async Task<(int Exit, string Output)> RunAsync(string temporary, params string[] arguments)
    {
        using Process process = Start(temporary, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource limit = new(Limit);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Processes whose command line names a file of the run.</summary>
    private static string[] Leftovers(string folder) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Where(static directory => int.TryParse(Path.GetFileName(directory), out _))
            .Select(static directory => CommandLineOf(directory))
            .Where(line => line.Contains(folder, StringComparison.Ordinal)),
    ];

    private static string CommandLineOf(string directory)
    {
        try
        {
            return File.ReadAllText(Path.Combine(directory, "cmdline"));
        }
        catch (IOException)
        {
            // It ended while we looked.
            return string.Empty;
        }
    }
}
