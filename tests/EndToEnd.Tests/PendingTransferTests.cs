using System.Text.Json;
using DeAI.Chain.Cli.Commands.LocalNet;
using DeAI.Chain.Cli.Terminal;

namespace EndToEnd.Tests;

/// <summary>A transfer in a network without a quorum: the program says what is known, and nothing is lost or done twice.</summary>
public sealed class PendingTransferTests
{
    private const ulong First = 7;
    private const ulong Second = 8;

    [Fact]
    public async Task Transfer_WithoutAQuorum_IsPendingAndThenFinalOnce()
    {
        string directory = Directory.CreateTempSubdirectory("deai-pending-").FullName;
        try
        {
            await using LocalNetwork network = LocalNetwork.Create(directory, LocalNetworkPlan.Standard(4, 0) with { LogLevel = "warning" });
            await network.StartNodeAsync(0);
            await network.StartNodeAsync(1);
            string issuer = network.Accounts.Single(static account => account.Name == "issuer").Key;
            string[] transfer = ["tx", "transfer", "--to", issuer, "--localnet", directory, "--as", "registrar", "--wait", "4"];

            ProgramAnswer waited = await RunningNetwork.RunAsync([.. transfer, "--amount", $"{First}", "--output", "json"]);
            ProgramAnswer words = await RunningNetwork.RunAsync([.. transfer, "--amount", $"{Second}"]);

            Assert.Equal(ExitCode.Pending, waited.Code);
            Assert.Equal("tx.pending", waited.Reason);
            JsonElement details = waited.Json.GetProperty("error").GetProperty("details");
            Assert.True(details.GetProperty("is_accepted").GetBoolean());
            Assert.Equal((3, 2), (details.GetProperty("network").GetProperty("quorum").GetInt32(), details.GetProperty("network").GetProperty("validators_seen").GetInt32()));
            Assert.Equal(ExitCode.Pending, words.Code);
            Assert.Contains("accepted as ", words.Error, StringComparison.Ordinal);
            Assert.Contains("needs 3 of 4 validators", words.Error, StringComparison.Ordinal);
            Assert.Contains("deai query tx", words.Error, StringComparison.Ordinal);

            await network.StartNodeAsync(2);
            await network.StartNodeAsync(3);
            string signed = details.GetProperty("signed_transaction").GetString()!;
            string id = details.GetProperty("transaction_id").GetString()!;
            for (int i = 0; i < 2; i++)
            {
                ProgramAnswer again = await RunningNetwork.RunAsync("tx", "raw", signed, "--localnet", directory, "--output", "json");
                Assert.True(again.Code == ExitCode.Done, again.Out + again.Error);
                Assert.Equal(id, again.Json.GetProperty("id").GetString());
            }

            Assert.Equal(ExitCode.Done, (await RunningNetwork.RunAsync("query", "tx", id, "--localnet", directory)).Code);

            // Both transfers waited in mempools; each is final once.
            using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
            while (await CreditsAsync() < LocalNetworkPlan.StartCredits + First + Second)
            {
                await Task.Delay(200, limit.Token);
            }

            Assert.Equal(LocalNetworkPlan.StartCredits + First + Second, await CreditsAsync());

            async Task<ulong> CreditsAsync() =>
                (await RunningNetwork.RunAsync("query", "account", issuer, "--localnet", directory, "--output", "json")).Json.GetProperty("credits").GetUInt64();
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
