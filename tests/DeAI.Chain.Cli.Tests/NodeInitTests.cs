using System.Text.Json;
using DeAI.Chain.Cli.Commands.LocalNet;
using DeAI.Chain.Cli.Terminal;

namespace DeAI.Chain.Cli.Tests;

public sealed class NodeInitTests
{
    private const string Key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    [Fact]
    public async Task Init_ExistingChain_MakesSettingsThatTheDoctorTakes()
    {
        using CommandLine cli = new();
        string genesis = Genesis(cli);
        string folder = cli.PathOf("node");
        Assert.Equal(
            ExitCode.Done,
            await cli.RunAsync(
                "node", "init", "--dir", folder, "--genesis", genesis, "--peer", $"{Key}@127.0.0.1:9", "--auditor", "--listen", "127.0.0.1:39100", "--grpc", "127.0.0.1:39200",
                "--metrics", "127.0.0.1:39300", "--passphrase-file", cli.PathOf("passphrase"), "--output", "json"));
        string made = cli.Json.GetProperty("public_key").GetString()!;
        string config = cli.Json.GetProperty("config").GetString()!;

        Assert.Equal(ExitCode.Done, await cli.RunAsync("keys", "show", Path.Combine(folder, "node.key.json"), "--output", "json"));
        Assert.Equal(made, cli.Json.GetProperty("public_key").GetString());
        await cli.RunAsync("node", "doctor", "--config", config, "--output", "json");
        JsonElement[] findings = [.. cli.Json.GetProperty("findings").EnumerateArray()];
        foreach (string check in (string[])["configuration", "genesis", "key", "home"])
        {
            JsonElement finding = findings.Single(found => found.GetProperty("check").GetString() == check);
            Assert.True(finding.GetProperty("level").GetString() == "ok", finding.ToString());
        }
    }

    [Fact]
    public async Task Init_Twice_WritesOverNothing()
    {
        using CommandLine cli = new();
        string[] init = ["node", "init", "--dir", cli.PathOf("node"), "--genesis", Genesis(cli), "--passphrase-file", cli.PathOf("passphrase"), "--output", "json"];
        Assert.Equal(ExitCode.Done, await cli.RunAsync(init));
        byte[] key = await File.ReadAllBytesAsync(cli.PathOf("node/node.key.json"));
        Assert.Equal(ExitCode.Failed, await cli.RunAsync(init));
        Assert.Equal("node.exists", cli.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(key, await File.ReadAllBytesAsync(cli.PathOf("node/node.key.json")));
    }

    [Theory]
    [InlineData("127.0.0.1:9")]
    [InlineData("abc@127.0.0.1:9")]
    [InlineData(Key + "@nowhere")]
    public async Task Init_BadPeer_MakesNothing(string peer)
    {
        using CommandLine cli = new();
        int code = await cli.RunAsync(
            "node", "init", "--dir", cli.PathOf("node"), "--genesis", Genesis(cli), "--peer", peer, "--passphrase-file", cli.PathOf("passphrase"), "--output", "json");
        Assert.NotEqual(ExitCode.Done, code);
        Assert.False(Directory.Exists(cli.PathOf("node")));
    }

    private static string Genesis(CommandLine cli) => LocalNetwork.Create(cli.PathOf("net"), LocalNetworkPlan.Standard(1, 0)).GenesisFile;
}
