using DeAI.Chain.Cli.Terminal;

namespace DeAI.Chain.Cli.Tests;

public sealed class UsageTests
{
    [Fact]
    public async Task UnknownCommand_ExitsWithUsage()
    {
        using CommandLine cli = new();
        Assert.Equal(ExitCode.Usage, await cli.RunAsync("frobnicate"));
        Assert.Contains("--help", cli.Error);
        Assert.Empty(cli.Out);
    }

    [Fact]
    public async Task MissingOption_AsJson_IsOneDocumentWithTheCode()
    {
        using CommandLine cli = new();
        Assert.Equal(ExitCode.Usage, await cli.RunAsync("genesis", "new", "--output", "json"));
        Assert.Equal("cli.usage", cli.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Empty(cli.Error);
    }

    [Fact]
    public async Task NobodyListens_ExitsWithCannotConnect()
    {
        using CommandLine cli = new();
        Assert.Equal(ExitCode.CannotConnect, await cli.RunAsync("query", "status", "--node", "127.0.0.1:1"));
        Assert.Contains("127.0.0.1:1", cli.Error);
    }

    [Theory]
    [InlineData("5..1")]
    [InlineData("x")]
    [InlineData("1..2..3")]
    public async Task SimRun_BadSeeds_ExitsWithUsage(string seeds)
    {
        using CommandLine cli = new();
        Assert.Equal(ExitCode.Usage, await cli.RunAsync("sim", "run", "--seeds", seeds));
    }

    [Fact]
    public async Task SimRun_SameSeedTwice_HasTheSameDigest()
    {
        using CommandLine cli = new();
        string[] args = ["sim", "run", "--seeds", "7", "--faults", "loss", "--faulty-ms", "500", "--transactions", "4", "--output", "json"];
        Assert.Equal(ExitCode.Done, await cli.RunAsync(args));
        string first = cli.Json.GetProperty("digests")[0].GetProperty("digest").GetString()!;
        Assert.Equal(ExitCode.Done, await cli.RunAsync(args));
        Assert.Equal(first, cli.Json.GetProperty("digests")[0].GetProperty("digest").GetString());
    }
}
