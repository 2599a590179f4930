using System.Globalization;
using System.Net.Http;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Client;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using Google.Protobuf;
using Xunit.Abstractions;
using Task = System.Threading.Tasks.Task;

namespace EndToEnd.Tests.Hostile;

/// <summary>Accounts that offer ten times what may wait of them, without waiting for anything.</summary>
[Collection(RunningNetwork.Collection)]
public sealed class FloodTests(RunningNetwork running, ITestOutputHelper output)
{
    private const int MayWait = 1024;
    private const int Offered = 10 * MayWait;
    private const int Batch = 500;
    private const double MostMoreMiB = NodeMemory.GrantedMiB + 64;

    private static readonly string[] Flooders = ["operator-1", "operator-2", "worker-1"];

    [Fact]
    public async Task Flood_OfTenTimesTheRoom_IsRefusedByReasonAndCountedAndTheHonestGoOn()
    {
        int process = running.Network.ProcessId(0)!.Value;
        HonestClient honest = new(running.Network, 0, "customer-1", "customer-2");
        HonestReport before = await honest.RunAsync(TimeSpan.FromSeconds(1));
        List<SignedTransaction>[] offers = await Task.WhenAll(Flooders.Select(SignAsync));
        double resident = NodeMemory.ResidentMiB(process);
        long counted = await RefusedAsync();

        Task<SortedDictionary<string, int>>[] floods = [.. offers.Select(FloodAsync)];
        HonestReport during = await honest.RunAsync(TimeSpan.FromSeconds(1));
        SortedDictionary<string, int>[] outcomes = await Task.WhenAll(floods);
        double most = NodeMemory.ResidentMiB(process);

        SortedDictionary<string, int> sum = new(StringComparer.Ordinal);
        foreach (KeyValuePair<string, int> outcome in outcomes.SelectMany(static outcome => outcome))
        {
            sum[outcome.Key] = sum.GetValueOrDefault(outcome.Key) + outcome.Value;
        }

        output.WriteLine($"{string.Join(", ", sum)}; before {before}; during {during}; resident {resident:F0} MiB, then {most:F0} MiB");
        Assert.Equal(Offered * Flooders.Length, sum.Values.Sum());
        Assert.Subset(new HashSet<string> { "accepted", "mempool.full", "mempool.sender_full", "ledger.nonce_too_far" }, sum.Keys.ToHashSet());
        Assert.True(sum.Count > 1, "nothing was refused");
        Assert.Equal(sum.Values.Sum() - sum["accepted"], await RefusedAsync() - counted);
        Assert.True(during.Failures.Count == 0, string.Join('\n', during.Failures.Take(3)));
        Assert.NotEmpty(during.Latencies);
        Assert.True(most - resident < MostMoreMiB, $"the node grew from {resident:F0} to {most:F0} MiB");
    }

    private async Task<List<SignedTransaction>> SignAsync(string account)
    {
        using ChainClient client = running.Client(0);
        using SigningKey key = running.Network.OpenKey(account);
        using TransactionSender sender = new(client, key);
        SignedTransaction first = await sender.SignAsync(ModuleIds.Accounts, Transfer.Type, new Transfer(new AccountId(key.PublicKey.Value), new Credits(1)));
        return await Task.Run(() => Enumerable.Range(0, Offered)
            .Select(i => SignedTransaction.Sign(first.Body with { Nonce = first.Body.Nonce + (ulong)i }, key)).ToList());
    }

    private async Task<SortedDictionary<string, int>> FloodAsync(List<SignedTransaction> offers)
    {
        SortedDictionary<string, int> outcomes = new(StringComparer.Ordinal);
        using GrpcChannel channel = new(new Uri("http://" + running.Network.Nodes[0].Grpc));
        GrpcMethod<SubmitStreamRequest, SubmitStreamResponse> method = new(TransactionsReflection.Descriptor.Services[0].FindMethodByName("SubmitStream"));
        using DuplexCall<SubmitStreamRequest, SubmitStreamResponse> call = channel.Duplex(method);
        Task sending = Task.Run(async () =>
        {
            foreach (SignedTransaction[] batch in offers.Chunk(Batch))
            {
                await call.WriteAsync(new SubmitStreamRequest { Transactions = { batch.Select(static offer => ByteString.CopyFrom(Canonical.Encode(offer))) } });
            }

            await call.CompleteRequestsAsync();
        });
        await foreach (SubmitOutcome outcome in call.ReadAllAsync().SelectMany(static response => response.Outcomes.ToAsyncEnumerable()))
        {
            string reason = outcome.State == SubmitOutcome.Types.State.Accepted ? "accepted" : outcome.Reason;
            outcomes[reason] = outcomes.GetValueOrDefault(reason) + 1;
        }

        await sending;
        return outcomes;
    }

    private async Task<long> RefusedAsync()
    {
        using HttpClient http = new();
        string page = await http.GetStringAsync(new Uri($"http://{running.Network.Nodes[0].Metrics}/metrics"));
        return page.Split('\n')
            .Where(static line => line.StartsWith("deai_submissions_refused_total{", StringComparison.Ordinal))
            .Sum(static line => (long)double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }
}
