using System.Text.Json;
using DeAI.Chain.Cli.Commands.LocalNet;
using DeAI.Chain.Cli.Terminal;
using DeAI.Chain.Client;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Primitives;

namespace EndToEnd.Tests;

/// <summary>Four real processes, one of them killed while transfers run; then their disks are verified, whole and damaged.</summary>
public sealed class NetworkTests
{
    private const int Transfers = 60;

    /// <summary>A refusal by a module is in a block too, and pays its fee.</summary>
    private const int RefusedOnChain = 2;

    [Fact]
    public async Task OneOfFour_KilledUnderLoadAndRestarted_LosesNothingAcknowledged()
    {
        string directory = Directory.CreateTempSubdirectory("deai-e2e-").FullName;
        try
        {
            LocalNetworkPlan plan = LocalNetworkPlan.Standard(4, 0) with { LogLevel = "warning" };
            await using LocalNetwork network = LocalNetwork.Create(directory, plan);
            await network.StartAllAsync();
            string issuer = network.Accounts.Single(static account => account.Name == "issuer").Key;
            await TransferWithACrashAsync(network, issuer);
            await CheckBalanceEverywhereAsync(network, issuer);
            await CheckProofsAsync(network, issuer);
            await CheckOtherProofsAsync(network);
            await CheckRefusalsAsync(network, issuer);
            Assert.True(await network.StopAllAsync());
            await VerifyWholeAndDamagedAsync(network);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task TransferWithACrashAsync(LocalNetwork network, string issuer)
    {
        using ChainClient client = new(new ChainClientOptions { Nodes = [.. network.Nodes.Take(3).Select(static node => new Uri("http://" + node.Grpc))] });
        using SigningKey key = network.OpenKey("registrar");
        using TransactionSender sender = new(client, key);
        Assert.True(AccountId.TryParse(issuer, out AccountId to));
        Task[] sent = [.. Enumerable.Range(0, Transfers).Select(_ => sender.SendAsync(ModuleIds.Accounts, Transfer.Type, new Transfer(to, new Credits(1))))];
        await network.KillNodeAsync(3);
        Assert.False(network.IsRunning(3));
        await Task.WhenAll(sent).WaitAsync(TimeSpan.FromSeconds(60));
        await network.RestartAsync(3);
    }

    private static async Task CheckBalanceEverywhereAsync(LocalNetwork network, string issuer)
    {
        string expected = $"\"credits\": {LocalNetworkPlan.StartCredits + Transfers},";
        foreach (LocalNode node in network.Nodes)
        {
            using CancellationTokenSource limit = new(TimeSpan.FromSeconds(40));
            Answer answer;
            do
            {
                // The restarted node is still fetching what it missed.
                await Task.Delay(100, limit.Token);
                answer = await RunAsync("query", "account", issuer, "--node", node.Grpc, "--output", "json");
            }
            while (!answer.Out.Contains(expected, StringComparison.Ordinal));
        }
    }

    private static async Task CheckProofsAsync(LocalNetwork network, string issuer)
    {
        string proof = Path.Combine(network.Directory, "proof.json");
        Assert.Equal(
            ExitCode.Done, (await RunAsync("prove", "balance", "--account", issuer, "--out", proof, "--localnet", network.Directory)).Code);
        Answer good = await RunAsync("check-proof", proof, "--genesis", network.GenesisFile);
        Assert.Equal(ExitCode.Done, good.Code);
        Assert.Contains($"holds {LocalNetworkPlan.StartCredits + Transfers} credits", good.Out, StringComparison.Ordinal);

        string text = await File.ReadAllTextAsync(proof);
        string member = "\"" + text.Split("\"proof\":")[1].Split('"')[1];
        string altered = member[..^1] + (member[^1] == '0' ? '1' : '0');
        await File.WriteAllTextAsync(proof, text.Replace(member, altered, StringComparison.Ordinal));
        Assert.Equal(ExitCode.Failed, (await RunAsync("check-proof", proof, "--genesis", network.GenesisFile)).Code);
    }

    private static async Task CheckOtherProofsAsync(LocalNetwork network)
    {
        (string Name, string Shows, string[] Args)[] kinds =
        [
            ("range", "exactly ", ["range", "--balances"]),
            ("shares", "exactly 0 entries", ["range", "--shares-of", new string('1', 64)]),
            ("key", "at height 1, ", ["key", "--state-key", "00010105", "--height", "1"]),
            ("absent", "is absent", ["absent", "--state-key", "ffff0105"]),
        ];
        foreach ((string name, string shows, string[] args) in kinds)
        {
            string file = Path.Combine(network.Directory, $"{name}.json");
            Assert.Equal(ExitCode.Done, (await RunAsync(["prove", .. args, "--out", file, "--localnet", network.Directory])).Code);
            Answer good = await RunAsync("check-proof", file, "--genesis", network.GenesisFile);
            Assert.Equal(ExitCode.Done, good.Code);
            Assert.Contains(shows, good.Out, StringComparison.Ordinal);
        }

        // Validators: an entry that every chain has.
        Answer present = await RunAsync("prove", "absent", "--state-key", "000002" + Convert.ToHexStringLower("current"u8), "--out", "none.json", "--localnet", network.Directory);
        Assert.Equal(ExitCode.Failed, present.Code);
        Answer bounds = await RunAsync("prove", "range", "--first", "02", "--end", "01", "--out", "none.json", "--localnet", network.Directory, "--output", "json");
        Assert.Equal("state.bad_range", ReasonOf(bounds));
        Assert.Equal(ExitCode.Usage, (await RunAsync("prove", "range", "--out", "none.json", "--localnet", network.Directory)).Code);
    }

    private static async Task CheckRefusalsAsync(LocalNetwork network, string issuer)
    {
        Answer malformed = await RunAsync("tx", "raw", "c1c1", "--localnet", network.Directory, "--output", "json");
        Assert.Equal(ExitCode.Failed, malformed.Code);
        Assert.StartsWith("encoding.", ReasonOf(malformed), StringComparison.Ordinal);

        Answer noRole = await RunAsync("tx", "issue", "--to", issuer, "--amount", "1", "--localnet", network.Directory, "--as", "customer-1", "--output", "json");
        Assert.Equal(ExitCode.Failed, noRole.Code);
        Assert.Contains("role", ReasonOf(noRole), StringComparison.Ordinal);

        Answer poor = await RunAsync(
            "tx", "transfer", "--to", issuer, "--amount", "18000000000000000000", "--localnet", network.Directory, "--as", "customer-1", "--output", "json");
        Assert.Equal(ExitCode.Failed, poor.Code);

        // Whatever was refused, the nodes go on.
        foreach (LocalNode node in network.Nodes)
        {
            Assert.Equal(ExitCode.Done, (await RunAsync("query", "status", "--node", node.Grpc)).Code);
        }
    }

    private static string ReasonOf(Answer answer) =>
        JsonDocument.Parse(answer.Out).RootElement.GetProperty("error").GetProperty("code").GetString()!;

    private static async Task VerifyWholeAndDamagedAsync(LocalNetwork network)
    {
        Answer restarted = await RunAsync("node", "verify", "--home", network.Nodes[3].Home, "--output", "json");
        Assert.Equal(ExitCode.Done, restarted.Code);
        Assert.Equal(Transfers + RefusedOnChain, JsonDocument.Parse(restarted.Out).RootElement.GetProperty("transactions").GetInt32());

        FlipAByteOfTheLargestFile(Path.Combine(network.Nodes[0].Home, "db"));
        Answer damaged = await RunAsync("node", "verify", "--home", network.Nodes[0].Home);
        Assert.Equal(ExitCode.Failed, damaged.Code);
        Assert.True(damaged.Error.Contains("verify.", StringComparison.Ordinal), damaged.Error);
    }

    private static void FlipAByteOfTheLargestFile(string database)
    {
        FileInfo largest = new DirectoryInfo(database).EnumerateFiles("*.*").Where(static file => file.Extension is ".log" or ".sst").MaxBy(static file => file.Length)!;
        using FileStream stream = new(largest.FullName, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = stream.Length / 2;
        int value = stream.ReadByte();
        stream.Position--;
        stream.WriteByte((byte)(value ^ 1));
    }

    private static async Task<Answer> RunAsync(params string[] args)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = await DeAI.Chain.Cli.CliProgram.RunAsync(args, new CliEnvironment(output, error, static _ => null, ReadSecret: null, HasTerminal: false));
        return new Answer(code, output.ToString(), error.ToString());
    }

    private sealed record Answer(int Code, string Out, string Error);
}
