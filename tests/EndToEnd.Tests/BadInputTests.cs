using System.Globalization;
using System.Net.Sockets;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Cli.Commands.LocalNet;
using DeAI.Chain.Cli.Terminal;
using DeAI.Chain.Client;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Primitives;
using Google.Protobuf;
using Task = System.Threading.Tasks.Task;

namespace EndToEnd.Tests;

/// <summary>Bad input of every kind against live nodes: a typed refusal, counted, and nothing else happens.</summary>
[Collection(RunningNetwork.Collection)]
public sealed class BadInputTests(RunningNetwork running)
{
    private const int Transfers = 8;
    private const int JunkConnections = 6;

    [Fact]
    public async Task BadInput_OfEveryKind_IsRefusedByReasonAndCountedAndTheNodesGoOn()
    {
        int?[] processes = Processes();
        using ChainClient client = running.Client(0);
        using SigningKey key = running.Network.OpenKey("customer-1");
        using SigningKey registrar = running.Network.OpenKey("registrar");
        using SigningKey stranger = SigningKey.FromSeed(new byte[32]);
        AccountId other = AccountOf("customer-2");
        IReadOnlyList<SignedTransaction> accepted = await TransferAsync(client, key, other);

        IReadOnlyList<BadInput> inputs = await new BadInputs(client, key, registrar, stranger, other).MakeAsync(accepted[0]);
        IReadOnlyDictionary<string, long> before = await MetricsAsync();
        List<string> expectedReasons = [];
        List<string> reasons = [];
        foreach (BadInput input in inputs)
        {
            expectedReasons.Add($"{input.Name}: {input.Reason}");
            reasons.Add($"{input.Name}: {await RefusalAsync(client, input.Bytes)}");
        }

        Assert.Equal(string.Join('\n', expectedReasons), string.Join('\n', reasons));

        IReadOnlyDictionary<string, long> after = await MetricsAsync();
        foreach (IGrouping<string, BadInput> expected in inputs.GroupBy(static input => input.Metric))
        {
            long counted = after.GetValueOrDefault(expected.Key) - before.GetValueOrDefault(expected.Key);
            Assert.True(counted == expected.Count(), $"{expected.Key} grew by {counted}, {expected.Count()} were refused: {string.Join(", ", expected.Select(static input => input.Name))}");
        }

        await SendTooMuchForAMessageAsync();
        await SendJunkToEveryPortAsync();
        Assert.Equal(processes, Processes());
        await TransferAsync(client, key, other);
        await FindEverywhereAsync(accepted);
    }

    private static async Task<string> RefusalAsync(ChainClient client, byte[] bytes)
    {
        try
        {
            SubmitAndWaitResponse answer = await client.Transactions.SubmitAndWaitAsync(new SubmitRequest { Transaction = ByteString.CopyFrom(bytes) });
            return answer.Transaction.Receipt.Applied ? "applied" : answer.Transaction.Receipt.Reason;
        }
        catch (ChainRefusedException refused)
        {
            return refused.Reason.Value;
        }
    }

    /// <summary>More than any message may have: the transport refuses before anything is decoded.</summary>
    private async Task SendTooMuchForAMessageAsync()
    {
        using ChainClient client = new(new ChainClientOptions
        {
            Nodes = [new Uri("http://" + running.Network.Nodes[0].Grpc)],
            Channel = new GrpcChannelOptions { MaxSendMessageBytes = 16 << 20 },
        });
        SubmitRequest request = new() { Transaction = ByteString.CopyFrom(new byte[5 << 20]) };
        RpcException refused = await Assert.ThrowsAsync<RpcException>(() => client.Transactions.SubmitAsync(request));
        Assert.Equal(StatusCode.ResourceExhausted, refused.Code);
        IReadOnlyDictionary<string, long> metrics = await MetricsAsync();
        Assert.Contains(metrics, static metric => metric.Value > 0
            && metric.Key.StartsWith("deai_grpc_calls_refused_total{method=\"deai.chain.v1.Transactions/Submit\",code=\"ResourceExhausted\"", StringComparison.Ordinal));
    }

    private async Task SendJunkToEveryPortAsync()
    {
        Random random = new(7);
        foreach (LocalNode node in running.Network.Nodes)
        {
            foreach (string address in (string[])[node.Listen, node.Grpc, node.Metrics])
            {
                for (int i = 0; i < JunkConnections; i++)
                {
                    byte[] junk = new byte[1 << (3 * i)];
                    random.NextBytes(junk);
                    using TcpClient connection = new();
                    string[] parts = address.Split(':');
                    await connection.ConnectAsync(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture));
                    try
                    {
                        await connection.GetStream().WriteAsync(junk);
                    }
                    catch (IOException)
                    {
                        // The node hung up before it had all: as good an answer as any.
                    }
                }
            }
        }
    }

    private static async Task<IReadOnlyList<SignedTransaction>> TransferAsync(ChainClient client, SigningKey key, AccountId to)
    {
        using TransactionSender sender = new(client, key);
        List<SignedTransaction> sent = [];
        for (int i = 0; i < Transfers; i++)
        {
            sent.Add(await sender.SignAsync(ModuleIds.Accounts, Transfer.Type, new Transfer(to, new Credits(1))));
        }

        await Task.WhenAll(sent.Select(signed => sender.FollowAsync(signed)));
        return sent;
    }

    private async Task FindEverywhereAsync(IReadOnlyList<SignedTransaction> accepted)
    {
        foreach (LocalNode node in running.Network.Nodes)
        {
            using ChainClient client = running.Client(node.Index);
            foreach (SignedTransaction transaction in accepted)
            {
                Transaction found = await client.Transactions.GetAsync(new GetTransactionRequest { Id = ByteString.CopyFrom(transaction.Id.ToArray()) });
                Assert.True(found.Receipt.Applied);
            }

            Assert.Equal(ExitCode.Done, (await RunningNetwork.RunAsync("query", "totals", "--node", node.Grpc)).Code);
        }
    }

    private async Task<IReadOnlyDictionary<string, long>> MetricsAsync()
    {
        using HttpClient http = new();
        string page = await http.GetStringAsync(new Uri($"http://{running.Network.Nodes[0].Metrics}/metrics"));
        return page.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(static line => line.Contains("_refused_total", StringComparison.Ordinal) && line[0] != '#')
            .ToDictionary(
                static line => line[..line.LastIndexOf(' ')],
                static line => (long)double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture),
                StringComparer.Ordinal);
    }

    private int?[] Processes() => [.. running.Network.Nodes.Select(node => running.Network.ProcessId(node.Index))];

    private AccountId AccountOf(string name) =>
        AccountId.TryParse(running.Network.Accounts.Single(account => account.Name == name).Key, out AccountId id) ? id : throw new InvalidOperationException(name);
}
