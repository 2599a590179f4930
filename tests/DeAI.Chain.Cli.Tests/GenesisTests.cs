using DeAI.Chain.Cli.Terminal;

namespace DeAI.Chain.Cli.Tests;

public sealed class GenesisTests
{
    [Fact]
    public async Task Ceremony_TwoOrganisations_BuildsAChainThatVerifies()
    {
        using CommandLine cli = new();
        await BuildAsync(cli);
        string chain = cli.Json.GetProperty("chain").GetString()!;
        Assert.Equal(ExitCode.Done, await cli.RunAsync("genesis", "verify", cli.PathOf("genesis.json"), "--output", "json"));
        Assert.Equal(chain, cli.Json.GetProperty("chain").GetString());
        Assert.Equal(chain, File.ReadAllText(cli.PathOf("genesis.json.chain")).Trim());
        Assert.Equal(2, cli.Json.GetProperty("validators").GetArrayLength());
    }

    [Fact]
    public async Task Verify_AlteredFile_IsRefused()
    {
        using CommandLine cli = new();
        await BuildAsync(cli);
        string path = cli.PathOf("genesis.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("1000", "1001", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Failed, await cli.RunAsync("genesis", "verify", path));
        Assert.Contains("genesis.other_chain", cli.Error);
    }

    [Fact]
    public async Task Build_NoRegistrar_NamesTheSection()
    {
        using CommandLine cli = new();
        string draft = cli.PathOf("draft.json");
        string key = await cli.NewKeyAsync("v.json");
        await cli.RunAsync("genesis", "new", "--name", "test", "--out", draft);
        await cli.RunAsync("genesis", "add", "organisation", draft, "--name", "One", "--legal-entity", "LEI1");
        await cli.RunAsync("genesis", "add", "validator", draft, "--organisation", "One", "--key", key);
        Assert.Equal(ExitCode.Failed, await cli.RunAsync("genesis", "build", draft, "--out", cli.PathOf("genesis.json")));
        Assert.Contains("registrar", cli.Error);
        Assert.False(File.Exists(cli.PathOf("genesis.json")));
    }

    [Fact]
    public async Task AddValidator_UnknownOrganisation_IsRefusedAndChangesNothing()
    {
        using CommandLine cli = new();
        string draft = cli.PathOf("draft.json");
        string key = await cli.NewKeyAsync("v.json");
        await cli.RunAsync("genesis", "new", "--name", "test", "--out", draft);
        string before = File.ReadAllText(draft);
        Assert.Equal(ExitCode.Failed, await cli.RunAsync("genesis", "add", "validator", draft, "--organisation", "Nobody", "--key", key));
        Assert.Contains("genesis.unknown_organisation", cli.Error);
        Assert.Equal(before, File.ReadAllText(draft));
    }

    private static async Task BuildAsync(CommandLine cli)
    {
        string draft = cli.PathOf("draft.json");
        await cli.RunAsync("genesis", "new", "--name", "test", "--out", draft, "--time-ms", "5");
        foreach (string name in (string[])["One", "Two"])
        {
            await cli.NewKeyAsync($"{name}.validator.json", "validator");
            string account = await cli.NewKeyAsync($"{name}.account.json");
            Assert.Equal(ExitCode.Done, await cli.RunAsync("genesis", "add", "organisation", draft, "--name", name, "--legal-entity", "LEI-" + name));
            Assert.Equal(
                ExitCode.Done, await cli.RunAsync("genesis", "add", "validator", draft, "--organisation", name, "--key", cli.PathOf($"{name}.validator.json")));
            Assert.Equal(
                ExitCode.Done,
                await cli.RunAsync("genesis", "add", "account", draft, "--organisation", name, "--key", account, "--role", "registrar", "--credits", "1000"));
        }

        Assert.Equal(ExitCode.Done, await cli.RunAsync("genesis", "build", draft, "--out", cli.PathOf("genesis.json"), "--output", "json"));
    }
}
