using DeAI.Chain.Cli.Terminal;

namespace DeAI.Chain.Cli.Tests;

public sealed class KeysTests
{
    [Fact]
    public async Task New_ThenShow_GivesTheSameKey()
    {
        using CommandLine cli = new();
        string key = await cli.NewKeyAsync("a.json", "validator");
        int code = await cli.RunAsync("keys", "show", cli.PathOf("a.json"), "--check", "--passphrase-file", cli.PathOf("passphrase"), "--output", "json");
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(key, cli.Json.GetProperty("public_key").GetString());
        Assert.Equal("validator", cli.Json.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task New_FileExists_IsNotWrittenOver()
    {
        using CommandLine cli = new();
        await cli.NewKeyAsync("a.json");
        string before = File.ReadAllText(cli.PathOf("a.json"));
        int code = await cli.RunAsync("keys", "new", "--out", cli.PathOf("a.json"), "--passphrase-file", cli.PathOf("passphrase"));
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("keys.exists", cli.Error);
        Assert.Equal(before, File.ReadAllText(cli.PathOf("a.json")));
    }

    [Fact]
    public async Task New_Keystore_IsReadableByItsOwnerOnly()
    {
        using CommandLine cli = new();
        await cli.NewKeyAsync("a.json");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(cli.PathOf("a.json")));
        }
    }

    [Fact]
    public async Task New_NoPassphraseAndNoTerminal_SaysWhatToDoAndDoesNotAsk()
    {
        using CommandLine cli = new();
        int code = await cli.RunAsync("keys", "new", "--out", cli.PathOf("a.json"));
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("DEAI_PASSPHRASE", cli.Error);
        Assert.False(File.Exists(cli.PathOf("a.json")));
    }

    [Fact]
    public async Task Rotate_NewPassphrase_OpensAndTheOldOneDoesNot()
    {
        using CommandLine cli = new();
        string key = await cli.NewKeyAsync("a.json");
        File.WriteAllText(cli.PathOf("new"), "battery staple\n");
        int code = await cli.RunAsync(
            "keys", "rotate", cli.PathOf("a.json"), "--strength", "fast", "--passphrase-file", cli.PathOf("passphrase"), "--new-passphrase-file", cli.PathOf("new"));
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(ExitCode.Failed, await cli.RunAsync("keys", "show", cli.PathOf("a.json"), "--check", "--passphrase-file", cli.PathOf("passphrase")));
        Assert.Contains("keystore.wrong_passphrase", cli.Error);
        Assert.Equal(
            ExitCode.Done, await cli.RunAsync("keys", "show", cli.PathOf("a.json"), "--check", "--passphrase-file", cli.PathOf("new"), "--output", "json"));
        Assert.Equal(key, cli.Json.GetProperty("public_key").GetString());
    }
}
