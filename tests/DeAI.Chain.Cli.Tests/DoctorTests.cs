using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using DeAI.Chain.Cli.Terminal;

namespace DeAI.Chain.Cli.Tests;

/// <summary>One thing wrong at a time: the doctor names it, says what to do, and leaves the home as it is.</summary>
public sealed class DoctorTests(StoredNetwork stored) : IClassFixture<StoredNetwork>
{
    [Fact]
    public async Task Doctor_StoppedNode_IsHealthy()
    {
        using CommandLine cli = new();
        JsonElement report = await RunAsync(cli, stored.CopyHome(), ExitCode.Done);
        Assert.True(report.GetProperty("healthy").GetBoolean());
        string[] checks = [.. report.GetProperty("findings").EnumerateArray().Select(static finding => finding.GetProperty("check").GetString()!)];
        Assert.Superset(
            new HashSet<string>(
                ["library.libsodium", "library.libcrypto", "library.librocksdb", "configuration", "genesis", "key", "disk", "home", "database", "vote_log", "clock", "port.listen", "port.grpc", "port.metrics"],
                StringComparer.Ordinal),
            new HashSet<string>(checks, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Doctor_NewHome_IsHealthyAndStaysUnmade()
    {
        using CommandLine cli = new();
        string home = cli.PathOf("new");
        await RunAsync(cli, home, ExitCode.Done);
        Assert.False(Directory.Exists(home));
    }

    [Fact]
    public async Task Doctor_DamagedVoteLog_IsAnErrorAndTheLogStaysAsItIs()
    {
        using CommandLine cli = new();
        string home = stored.CopyHome();
        string log = Path.Combine(home, "votes", "votes.log");
        byte[] bytes = await File.ReadAllBytesAsync(log);
        Array.Clear(bytes, 0, Math.Min(bytes.Length, 600));
        await File.WriteAllBytesAsync(log, bytes);
        await FindsAsync(cli, home, "vote_log", "error");
        Assert.Equal(bytes, await File.ReadAllBytesAsync(log));
    }

    [Fact]
    public async Task Doctor_MissingVoteLog_IsAWarning()
    {
        using CommandLine cli = new();
        string home = stored.CopyHome();
        File.Delete(Path.Combine(home, "votes", "votes.log"));
        await FindsAsync(cli, home, "vote_log", "warning");
    }

    [Fact]
    public async Task Doctor_DamagedDatabase_IsAnError()
    {
        using CommandLine cli = new();
        string home = stored.CopyHome();
        File.Delete(Path.Combine(home, "db", "CURRENT"));
        await File.WriteAllTextAsync(Path.Combine(home, "db", "CURRENT"), "nothing\n");
        await FindsAsync(cli, home, "database", "error");
    }

    [Fact]
    public async Task Doctor_HomeOfAnotherChain_IsAnError()
    {
        using CommandLine cli = new();
        string home = stored.CopyHome();
        await File.WriteAllTextAsync(Path.Combine(home, "CHAIN"), new string('1', 64) + "\n");
        await FindsAsync(cli, home, "home", "error");
    }

    [Fact]
    public async Task Doctor_PortInUse_IsAnErrorThatNamesTheSetting()
    {
        using CommandLine cli = new();
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        await FindsAsync(cli, stored.CopyHome(), "port.grpc", "error", "--grpc", $"127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");
    }

    [Fact]
    public async Task Doctor_WrongPassphrase_IsAnError()
    {
        using CommandLine cli = new();
        await FindsAsync(cli, stored.CopyHome(), "key", "error", "--passphrase-file", cli.PathOf("passphrase"));
    }

    [Fact]
    public async Task Doctor_KeyForEverybody_IsAWarning()
    {
        using CommandLine cli = new();
        string key = cli.PathOf("open.key.json");
        File.Copy(stored.Network.Nodes[0].KeyFile, key);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            await FindsAsync(cli, stored.CopyHome(), "key.permissions", "warning", "--key", key);
        }
    }

    [Fact]
    public async Task Doctor_AlteredGenesis_IsAnError()
    {
        using CommandLine cli = new();
        string genesis = cli.PathOf("genesis.json");
        await File.WriteAllTextAsync(genesis, (await File.ReadAllTextAsync(stored.Network.GenesisFile)).Replace("1000000000", "1000000001", StringComparison.Ordinal));
        File.Copy(stored.Network.GenesisFile + ".chain", genesis + ".chain");
        await FindsAsync(cli, stored.CopyHome(), "genesis", "error", "--genesis", genesis);
    }

    [Fact]
    public async Task Doctor_DeadPeer_IsAWarning()
    {
        using CommandLine cli = new();
        string config = Path.Combine(stored.Network.Nodes[0].Directory, "peer.json");
        string text = await File.ReadAllTextAsync(stored.Network.Nodes[0].ConfigFile);
        string peer = "{\"key\": \"" + stored.Network.Accounts[0].Key + "\", \"address\": \"127.0.0.1:1\"}";
        await File.WriteAllTextAsync(config, text.Replace("\"peers\": []", $"\"peers\": [{peer}]", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Done, await cli.RunAsync("node", "doctor", "--config", config, "--home", stored.CopyHome(), "--output", "json"));
        Assert.Equal("warning", LevelOf(cli.Json, "peer"));
    }

    [Fact]
    public async Task Doctor_UnknownSetting_IsAnErrorInWords()
    {
        using CommandLine cli = new();
        await File.WriteAllTextAsync(cli.PathOf("node.json"), "{\"homes\": \"x\"}");
        Assert.Equal(ExitCode.Failed, await cli.RunAsync("node", "doctor", "--config", cli.PathOf("node.json")));
        Assert.Contains("configuration", cli.Out, StringComparison.Ordinal);
        Assert.Contains("homes", cli.Out, StringComparison.Ordinal);
    }

    private async Task FindsAsync(CommandLine cli, string home, string check, string level, params string[] more)
    {
        JsonElement report = await RunAsync(cli, home, level == "error" ? ExitCode.Failed : ExitCode.Done, more);
        Assert.Equal(level, LevelOf(report, check));
        Assert.All(
            report.GetProperty("findings").EnumerateArray().Where(static finding => finding.GetProperty("level").GetString() != "ok"),
            static finding => Assert.NotEqual(string.Empty, finding.GetProperty("remedy").GetString()));
    }

    private async Task<JsonElement> RunAsync(CommandLine cli, string home, int code, params string[] more)
    {
        int actual = await cli.RunAsync(["node", "doctor", "--config", stored.Network.Nodes[0].ConfigFile, "--home", home, "--output", "json", .. more]);
        Assert.True(actual == code, cli.Out);
        return cli.Json;
    }

    private static string LevelOf(JsonElement report, string check) =>
        report.GetProperty("findings").EnumerateArray().Last(finding => finding.GetProperty("check").GetString() == check).GetProperty("level").GetString()!;
}
