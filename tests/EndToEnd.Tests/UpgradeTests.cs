using System.Text.Json;
using DeAI.Chain.Cli.Commands.LocalNet;
using DeAI.Chain.Cli.Commands.LocalNet.Trials;
using DeAI.Chain.Cli.Terminal;
using DeAI.Chain.Ledger.Parameters;

namespace EndToEnd.Tests;

/// <summary>
/// Members vote for a rule version that this program does not know. Nodes whose program knows it go on (DeAI.Chain.Replica.Tests, UpgradeTests); here
/// nobody's does, so that no switch is needed by which a program could claim to know rules that it does not have.
/// </summary>
public sealed class UpgradeTests
{
    private const string NeedsUpgrade = "node.upgrade_needed";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task RuleVersion_VotedAboveTheProgram_StopsEveryNodeInOrderBeforeTheHeight()
    {
        string directory = Directory.CreateTempSubdirectory("deai-upgrade-").FullName;
        LocalNetworkPlan plan = LocalNetworkPlan.Standard(4, 0, 2) with
        {
            Parameters = new SortedDictionary<string, ulong>(StringComparer.Ordinal)
            {
                ["consensus.min_block_interval_ms"] = 100,
                ["governance.voting_heights"] = 40,
                ["governance.waiting_heights"] = 10,
            },
        };
        await using LocalNetwork network = LocalNetwork.Create(directory, plan);
        await network.StartAllAsync();
        int acknowledged;
        ulong last;
        await using (AcknowledgedLoad load = AcknowledgedLoad.Start(network, outstanding: 4))
        {
            last = await VoteAsync(network);
            await WaitUntilAllEndedAsync(network);
            acknowledged = load.Count;
        }

        Assert.True(acknowledged > 0);
        string version = $"rule version {RuleVersions.Newest + 1}";
        HashSet<string> roots = [];
        foreach (LocalNode node in network.Nodes)
        {
            string log = await File.ReadAllTextAsync(node.LogFile);
            Assert.Contains(NeedsUpgrade, log, StringComparison.Ordinal);
            Assert.Contains($"from height {last + 1} on {version} holds", log, StringComparison.Ordinal);
            Assert.Contains("Nothing is lost", log, StringComparison.Ordinal);
            Assert.False(File.Exists(node.RunFile), $"{node.Name} did not end in order");

            ProgramAnswer whole = await RunningNetwork.RunAsync("node", "verify", "--home", node.Home, "--output", "json");
            Assert.True(whole.Code == ExitCode.Done, whole.Out + whole.Error);
            Assert.Equal(last, whole.Json.GetProperty("height").GetUInt64());
            Assert.True(whole.Json.GetProperty("transactions").GetInt32() >= acknowledged);
            roots.Add(whole.Json.GetProperty("state_root").GetString()!);
        }

        Assert.Single(roots);
        ProgramAnswer again = await RunningNetwork.RunAsync("node", "run", "--config", network.Nodes[0].ConfigFile, "--output", "json");
        Assert.Equal(ExitCode.Failed, again.Code);
        Assert.Equal(NeedsUpgrade, again.Reason);
        Assert.Contains(version, again.Out, StringComparison.Ordinal);
        await network.StopAllAsync();
        Directory.Delete(directory, recursive: true);
    }

    /// <returns>The last height under the old rules.</returns>
    private static async Task<ulong> VoteAsync(LocalNetwork network)
    {
        JsonElement proposed = await SignedAsync(
            network, "operator-1", "propose-parameter", "--title", "New rules", "--name", "ledger.rule_version", "--value", $"{RuleVersions.Newest + 1}");
        string proposal = proposed.GetProperty("id").GetString()!;
        await Task.WhenAll(Enumerable.Range(1, 4).Select(voter => SignedAsync(network, $"operator-{voter}", "vote", "--proposal", proposal, "--yes")));
        ProgramAnswer pending = await RunningNetwork.RunAsync("query", "proposal", proposal, "--localnet", network.Directory, "--output", "json");
        return pending.Json.GetProperty("executes_at").GetUInt64();
    }

    private static async Task<JsonElement> SignedAsync(LocalNetwork network, string account, params string[] message)
    {
        ProgramAnswer answer = await RunningNetwork.RunAsync(["tx", "governance", .. message, "--localnet", network.Directory, "--as", account, "--output", "json"]);
        Assert.True(answer.Code == ExitCode.Done, answer.Out + answer.Error);
        return answer.Json;
    }

    private static async Task WaitUntilAllEndedAsync(LocalNetwork network)
    {
        using CancellationTokenSource limit = new(Limit);
        while (network.Nodes.Any(node => network.IsRunning(node.Index)))
        {
            await Task.Delay(200, limit.Token);
        }
    }
}
