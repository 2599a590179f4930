using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeAI.Chain.Cli.Terminal;

namespace EndToEnd.Tests;

/// <summary>A member's agent is killed after it committed and before it opened; started again, it trains the same run anew and opens it.</summary>
[Collection(RunningNetwork.Collection)]
public sealed class AgentRestartTests(RunningNetwork running)
{
    private const string Ready = "Agent of organisation";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(150);

    [Fact]
    public async Task Agent_KilledBetweenCommitAndOpen_CompletesTheRound()
    {
        using CancellationTokenSource limit = new(Limit);
        string folder = Directory.CreateTempSubdirectory("deai-agents-").FullName;
        List<Process> agents = [];
        try
        {
            (string Account, string Airport)[] members = [("operator-1", "atl"), ("operator-2", "dfw")];
            agents.AddRange(members.Select(member => Start(folder, member.Account, member.Airport)));
            foreach ((string account, _) in members)
            {
                await UntilAsync(() => File.Exists(LogOf(folder, account)) && ReadLog(folder, account).Contains(Ready, StringComparison.Ordinal), limit.Token);
            }

            string task = await ProposeAsync(folder);
            await UntilAsync(async () => await StatusAsync(task, 1) is "committed", limit.Token);
            agents[0].Kill();
            await agents[0].WaitForExitAsync(limit.Token);
            Assert.Equal("committed", await StatusAsync(task, 1));
            agents.Add(Start(folder, members[0].Account, members[0].Airport));

            await UntilAsync(async () => PhaseOf(await RoundAsync(task)) is "completed" or "failed", limit.Token);
            JsonElement round = await RoundAsync(task);
            Assert.True(PhaseOf(round) == "completed", round.GetRawText() + ReadLog(folder, "operator-1"));
            Assert.All(round.GetProperty("contributions").EnumerateArray(), static one => Assert.True(one.GetProperty("score").GetProperty("weight_rows").GetInt64() > 0));
        }
        finally
        {
            foreach (Process agent in agents)
            {
                agent.Kill();
                await agent.WaitForExitAsync(CancellationToken.None);
                agent.Dispose();
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<string> ProposeAsync(string folder)
    {
        JsonNode terms = JsonNode.Parse((await RunningNetwork.RunAsync("tx", "federation", "template")).Out)!;
        terms["name"] = "restart";
        terms["training"]!["rounds"] = 1;
        terms["training"]!["steps_per_round"] = 6;
        terms["training"]!["checkpoint_every"] = 2;
        terms["phases"]!["registration"] = 60;
        terms["phases"]!["commit"] = 40;
        terms["phases"]!["open"] = 120;
        terms["phases"]!["holdout"] = 30;
        string file = Path.Combine(folder, "task.json");
        await File.WriteAllTextAsync(file, terms.ToJsonString());
        ProgramAnswer answer = await running.AsAsync("sponsor", "tx", "federation", "propose-task", "--terms", file);
        Assert.True(answer.Code == ExitCode.Done, answer.Out);
        return answer.Json.GetProperty("id").GetString()!;
    }

    private Process Start(string folder, string account, string airport)
    {
        JsonObject configuration = new()
        {
            ["nodes"] = new JsonArray([.. running.Network.Nodes.Take(4).Select(static node => JsonValue.Create($"http://{node.Grpc}"))]),
            ["genesis"] = running.Network.GenesisFile,
            ["keystore"] = running.Network.Accounts.Single(known => known.Name == account).File,
            ["passphraseFile"] = running.Network.PassphraseFile,
            ["data"] = Repository.Flights($"{airport}-2001-jan-apr.csv.gz"),
            ["stateDirectory"] = Path.Combine(folder, account),
            ["purpose"] = "delay_prediction",
            ["taskName"] = "restart",
            ["maxTrainingBlocks"] = 8,
        };
        Directory.CreateDirectory(Path.Combine(folder, account));
        string file = Path.Combine(folder, account + ".json");
        File.WriteAllText(file, configuration.ToJsonString());
        ProcessStartInfo start = new("/bin/sh") { RedirectStandardInput = true, UseShellExecute = false };
        string program = Path.Combine(AppContext.BaseDirectory, "deai.dll");
        foreach (string argument in (string[])["-c", "exec \"$@\" >>\"$0\" 2>&1", LogOf(folder, account), "dotnet", program, "agent", "run", "--config", file, "--stop-with-input"])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private async Task<JsonElement> RoundAsync(string task)
    {
        ProgramAnswer answer = await RunningNetwork.RunAsync("query", "round", task, "1", "--node", running.Network.Nodes[0].Grpc, "--output", "json");
        Assert.True(answer.Code == ExitCode.Done, answer.Out);
        return answer.Json;
    }

    private async Task<string?> StatusAsync(string task, uint organisation) =>
        (await RoundAsync(task)).GetProperty("contributions").EnumerateArray()
            .Where(one => one.GetProperty("organisation").GetUInt32() == organisation)
            .Select(static one => one.GetProperty("status").GetString())
            .FirstOrDefault();

    private static string? PhaseOf(JsonElement round) => round.GetProperty("phase").GetString();

    private static string LogOf(string folder, string account) => Path.Combine(folder, account + ".log");

    private static string ReadLog(string folder, string account)
    {
        using FileStream stream = new(LogOf(folder, account), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    private static Task UntilAsync(Func<bool> holds, CancellationToken limit) => UntilAsync(() => Task.FromResult(holds()), limit);

    private static async Task UntilAsync(Func<Task<bool>> holds, CancellationToken limit)
    {
        while (!await holds())
        {
            await Task.Delay(Poll, limit);
        }
    }
}
