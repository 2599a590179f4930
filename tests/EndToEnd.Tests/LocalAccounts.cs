using DeAI.Chain.Cli.Commands.LocalNet;
using DeAI.Chain.Primitives;

namespace EndToEnd.Tests;

internal static class LocalAccounts
{
    public static AccountId IdOf(LocalNetwork network, string name) =>
        AccountId.TryParse(network.Accounts.Single(account => account.Name == name).Key, out AccountId id) ? id : throw new InvalidOperationException(name);
}
