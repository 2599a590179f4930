using System.Text.Json;
using DeAI.Chain.Cli.Terminal;

namespace EndToEnd.Tests;

/// <summary>What people do with <c>deai tx</c> and <c>deai query</c>, on a live network.</summary>
[Collection(RunningNetwork.Collection)]
public sealed class ModuleCommandTests(RunningNetwork running)
{
    private const string Digest = "dd00000000000000000000000000000000000000000000000000000000000000";

    [Fact]
    public async Task Bounty_PostedDoneAccepted_PaysTheWorker()
    {
        long before = await CreditsAsync("worker-1");
        string bounty = await SendAsync("funder", "bounty", "post", "--title", "Label 200 flights", "--criteria", Digest, "--reward", "5000", "--submit-until", "+500", "--decide-heights", "100");
        string delivered = Path.Combine(running.Network.Directory, "labels.txt");
        await File.WriteAllTextAsync(delivered, "200 labels");
        await SendAsync("worker-1", "bounty", "submit", "--bounty", bounty, "--evidence", delivered);

        ProgramAnswer early = await running.AsAsync("funder", "tx", "bounty", "withdraw", "--bounty", bounty);
        Assert.Equal(ExitCode.Failed, early.Code);
        Assert.StartsWith("bounties.", early.Reason, StringComparison.Ordinal);

        long meanwhile = await CreditsAsync("worker-1");
        await SendAsync("funder", "bounty", "accept", "--bounty", bounty, "--submission", "0");
        Assert.Equal("paid", (await QueryAsync("bounty", bounty)).GetProperty("status").GetString());
        Assert.Equal(meanwhile + 5000, await CreditsAsync("worker-1"));
        Assert.True(meanwhile < before, "the submission paid no fee");
    }

    [Fact]
    public async Task Governance_ProposedAndVoted_ChangesTheParameter()
    {
        const string Name = "ledger.fee_base_credits";
        ulong fee = await ParameterAsync(Name);
        string proposal = await SendAsync("operator-1", "governance", "propose-parameter", "--title", "A higher fee", "--name", Name, "--value", $"{fee + 1}");
        foreach (int voter in (int[])[1, 2, 3, 4])
        {
            await SendAsync($"operator-{voter}", "governance", "vote", "--proposal", proposal, voter < 4 ? "--yes" : "--no");
        }

        JsonElement counted = await QueryAsync("proposal", proposal);
        Assert.Equal("voting", counted.GetProperty("status").GetString());
        Assert.Equal(3, counted.GetProperty("organisations_for").GetInt32());
        Assert.Equal(1, counted.GetProperty("organisations_against").GetInt32());
        Assert.Equal(fee, await ParameterAsync(Name));

        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        string status;
        do
        {
            await Task.Delay(200, limit.Token);
            status = (await QueryAsync("proposal", proposal)).GetProperty("status").GetString()!;
        }
        while (status is "voting" or "waiting");
        Assert.Equal("executed", status);
        Assert.Equal(fee + 1, await ParameterAsync(Name));
    }

    [Fact]
    public async Task RotateKey_NewKeySigns_AndTheOldOneNoMore()
    {
        string fresh = Path.Combine(running.Network.Directory, "fresh.key.json");
        string passphrase = running.Network.PassphraseFile;
        Assert.Equal(
            ExitCode.Done, (await RunningNetwork.RunAsync("keys", "new", "--out", fresh, "--strength", "fast", "--passphrase-file", passphrase)).Code);
        string account = KeyOf("worker-2");
        await SendAsync("worker-2", "rotate-key", "--new-key", fresh, "--new-passphrase-file", passphrase);

        ProgramAnswer old = await running.AsAsync("worker-2", "tx", "transfer", "--to", KeyOf("worker-1"), "--amount", "1");
        Assert.Equal("registry.wrong_key", old.Reason);
        ProgramAnswer signed = await RunningNetwork.RunAsync(
            "tx", "transfer", "--to", KeyOf("worker-1"), "--amount", "1", "--key", fresh, "--passphrase-file", passphrase, "--account", account,
            "--localnet", running.Network.Directory, "--output", "json");
        Assert.True(signed.Code == ExitCode.Done, signed.Out);
    }

    [Fact]
    public async Task Task_ProposedFromTheTemplate_LocksItsReward()
    {
        ProgramAnswer template = await RunningNetwork.RunAsync("tx", "federation", "template");
        string file = Path.Combine(running.Network.Directory, "task.json");
        await File.WriteAllTextAsync(file, template.Out);
        string task = await SendAsync("sponsor", "federation", "propose-task", "--terms", file);
        Assert.Equal("running", (await QueryAsync("task", task)).GetProperty("status").GetString());

        JsonElement invariants = (await QueryAsync("invariants")).GetProperty("results");
        Assert.NotEmpty(invariants.EnumerateArray());
        Assert.All(invariants.EnumerateArray(), static result => Assert.True(result.GetProperty("holds").GetBoolean()));
    }

    [Fact]
    public async Task Consent_DeclaredAndGivenAndRevoked_IsFinal()
    {
        string set = await SendAsync("operator-2", "consent", "declare", "--root", Digest, "--blocks", "4", "--licence", "CC0-1.0");
        await SendAsync("operator-2", "consent", "give", "--data-set", set, "--purpose", "delay_prediction", "--until", "+1000");
        await SendAsync("operator-2", "consent", "revoke", "--data-set", set, "--purpose", "delay_prediction");

        ProgramAnswer foreign = await running.AsAsync("operator-3", "tx", "consent", "give", "--data-set", set, "--purpose", "delay_prediction", "--until", "+9");
        Assert.Equal(ExitCode.Failed, foreign.Code);
        Assert.StartsWith("consent.", foreign.Reason, StringComparison.Ordinal);
    }

    /// <returns>The id of the final transaction.</returns>
    private async Task<string> SendAsync(string account, params IReadOnlyList<string> message)
    {
        ProgramAnswer answer = await running.AsAsync(account, ["tx", .. message]);
        Assert.True(answer.Code == ExitCode.Done, $"{string.Join(' ', message)}: {answer.Out}");
        return answer.Json.GetProperty("id").GetString()!;
    }

    private async Task<JsonElement> QueryAsync(params IReadOnlyList<string> question)
    {
        // One node only: what it answered for is in its own state when it is asked again.
        ProgramAnswer answer = await RunningNetwork.RunAsync(["query", .. question, "--node", running.Network.Nodes[0].Grpc, "--output", "json"]);
        Assert.True(answer.Code == ExitCode.Done, $"{string.Join(' ', question)}: {answer.Out}");
        return answer.Json;
    }

    private async Task<long> CreditsAsync(string account) => (await QueryAsync("account", KeyOf(account))).GetProperty("credits").GetInt64();

    private async Task<ulong> ParameterAsync(string name) =>
        (await QueryAsync("parameters")).GetProperty("parameters").EnumerateArray().Single(parameter => parameter.GetProperty("name").GetString() == name)
        .GetProperty("value").GetUInt64();

    private string KeyOf(string account) => running.Network.Accounts.Single(known => known.Name == account).Key;
}
