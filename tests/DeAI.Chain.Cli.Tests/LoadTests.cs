using DeAI.Chain.Cli.Commands.LocalNet;
using DeAI.Chain.Cli.Terminal;

namespace DeAI.Chain.Cli.Tests;

public sealed class LoadTests
{
    [Fact]
    public async Task Load_NoValidatorRuns_SaysSo()
    {
        using CommandLine cli = new();
        LocalNetworkMaker.Make(cli.PathOf("net"), LocalNetworkPlan.Standard(1, 0, loadAccounts: 8));
        Assert.Equal(ExitCode.CannotConnect, await cli.RunAsync("load", "--dir", cli.PathOf("net")));
        Assert.Contains("validator-0 does not run and is left out", cli.Error);
        Assert.Contains("load.no_node", cli.Error);
    }
}
