using DeAI.Chain.Cli.Commands.LocalNet;
using DeAI.Chain.Storage.RocksDb;

namespace DeAI.Chain.Cli.Tests;

/// <summary>One validator that ran, decided blocks with transactions in them, and was stopped: a real home with real certificates.</summary>
public sealed class StoredNetwork : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("deai-stored-").FullName;
    private int _copies;

    public string Home { get; private set; } = string.Empty;

    public LocalNetwork Network { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Network = LocalNetwork.Create(Path.Combine(_directory, "net"), LocalNetworkPlan.Standard(1, 0) with { LogLevel = "warning" });
        Home = Network.Nodes[0].Home;
        await Network.StartAllAsync();
        using CommandLine cli = new();
        string to = Network.Accounts.Single(static account => account.Name == "issuer").Key;
        foreach (string amount in (string[])["1", "2", "3"])
        {
            Assert.Equal(
                0, await cli.RunAsync("tx", "transfer", "--to", to, "--amount", amount, "--localnet", Network.Directory, "--as", "registrar"));
        }

        await Network.StopAllAsync();
    }

    public async Task DisposeAsync()
    {
        await Network.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>A copy of the home, in which a test may do damage.</summary>
    public string CopyHome()
    {
        string copy = Path.Combine(Network.Directory, $"copy-{++_copies}");
        foreach (string file in Directory.EnumerateFiles(Home, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(copy, Path.GetRelativePath(Home, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    /// <summary>Opens the database of a home below the rules of the chain, as a hand with a tool would.</summary>
    public static RocksDatabase OpenDatabase(string home) => RocksDatabase.Open(Path.Combine(home, "db"), new RocksDatabaseOptions(), []);
}
