using System.Diagnostics;
using DeAI.Chain.Api.Tests.Testing;
using DeAI.Chain.Api;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using Microsoft.Extensions.DependencyInjection;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Client.Tests;

public sealed class SenderTests : IAsyncLifetime
{
    private readonly TestChain _chain = new();
    private ApiServer _server = null!;
    private ChainClient _client = null!;
    private TransactionSender _sender = null!;

    public async Task InitializeAsync()
    {
        _server = await ApiServer.StartAsync(_chain, autoSeal: true);
        _client = Connect(_server.Address);
        _sender = Sender(_client);
    }

    public async Task DisposeAsync()
    {
        _sender.Dispose();
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Send_Transfer_IsFinalWithAFeeInsideTheEstimate()
    {
        Transaction final = await SendAsync(5);

        Assert.True(final.Receipt.Applied);
        Assert.InRange(final.Receipt.Fee, 1UL, final.MaxFee);
        Assert.True(final.MaxFee <= (final.Receipt.Fee * 2) + 40);
    }

    [Fact]
    public async Task Send_ManyAtOnce_EachGetsItsNonce()
    {
        Transaction[] all = await Task.WhenAll(Enumerable.Range(1, 100).Select(i => SendAsync((ulong)i)));

        Assert.Equal(Enumerable.Range(1, 100).Select(i => (ulong)i), all.Select(transaction => transaction.Nonce).Order());
    }

    [Fact]
    public async Task Send_ModuleRefuses_ThrowsWithTheReceipt()
    {
        ChainRefusedException refused = await Assert.ThrowsAsync<ChainRefusedException>(() => SendAsync(2_000_000_000));

        Assert.Equal("accounts.insufficient_credits", refused.Reason.Value);
        Assert.False(refused.Transaction!.Receipt.Applied);
    }

    [Fact]
    public async Task Send_MempoolFullTwice_IsTriedAgainWithTheSameBytes()
    {
        _server.Backend.Refusals.Enqueue(new Refusal(new ReasonCode("mempool.full"), "full"));
        _server.Backend.Refusals.Enqueue(new Refusal(new ReasonCode("replica.syncing"), "behind"));

        long started = Stopwatch.GetTimestamp();
        Assert.Equal(1UL, (await SendAsync(1)).Nonce);
        Assert.Equal(3, _server.Backend.Submissions);

        // The delays that the node names, 0.5 s and 2 s, and not this sender's own 20 ms.
        Assert.True(Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(2.4));
    }

    [Fact]
    public async Task Send_RefusedForGood_IsNotTriedAgain()
    {
        _server.Backend.Refusals.Enqueue(new Refusal(new ReasonCode("ledger.fee_too_high"), "too high"));

        ChainRefusedException refused = await Assert.ThrowsAsync<ChainRefusedException>(() => SendAsync(1));

        Assert.Equal(("ledger.fee_too_high", StatusCode.FailedPrecondition), (refused.Reason.Value, refused.Category));
        Assert.Equal(1, _server.Backend.Submissions);
    }

    [Fact]
    public async Task Send_NonceTakenByAnotherProcess_SignsAnew()
    {
        await SendAsync(1);
        using TransactionSender other = Sender(_client);
        await other.SendAsync(ModuleIds.Accounts, 1, new Transfer(_chain.Account(3), new Credits(1)));

        Assert.Equal(3UL, (await SendAsync(1)).Nonce);
    }

    [Fact]
    public async Task Follow_FinalAlreadyOrInFlight_GivesTheFinalTransaction()
    {
        SignedTransaction signed = _chain.Transfer(1, 1);
        await _server.Backend.SubmitAsync(Canonical.Encode(signed), CancellationToken.None);
        Assert.Equal(1UL, (await _sender.FollowAsync(signed)).Height);

        _server.Backend.AutoSeal = false;
        SignedTransaction waiting = _chain.Transfer(1, 2);
        await _server.Backend.SubmitAsync(Canonical.Encode(waiting), CancellationToken.None);
        Task<Transaction> following = _sender.FollowAsync(waiting);
        await Task.Delay(100);
        _server.Backend.Seal();

        Assert.Equal(2UL, (await following).Height);
    }

    [Fact]
    public async Task Follow_InFlightAndForgottenByTheNode_IsOfferedAgain()
    {
        _server.Backend.AutoSeal = false;
        SignedTransaction signed = _chain.Transfer(1, 1);
        await _server.Backend.SubmitAsync(Canonical.Encode(signed), CancellationToken.None);
        Task<Transaction> following = _sender.FollowAsync(signed);
        await Task.Delay(100);
        _server.Backend.LoseMempool();
        _server.Backend.AutoSeal = true;

        Assert.True((await following.WaitAsync(TimeSpan.FromSeconds(30))).Receipt.Applied);
    }

    [Fact]
    public async Task Call_FirstNodeDown_GoesToTheNext()
    {
        await using ApiServer dead = await ApiServer.StartAsync(shared: _server.Backend);
        Uri address = dead.Address;
        await dead.StopAsync();
        using ChainClient client = Connect(address, _server.Address);

        Assert.Equal("api-test", (await client.Node.GetStatusAsync(new GetStatusRequest())).ChainName);
        using TransactionSender sender = Sender(client);
        Assert.True((await sender.SendAsync(ModuleIds.Accounts, 1, new Transfer(_chain.Account(3), new Credits(1)))).Receipt.Applied);
    }

    [Fact]
    public async Task Call_AllNodesDown_IsUnavailable()
    {
        using ChainClient client = Connect(new Uri("http://127.0.0.1:1"), new Uri("http://127.0.0.1:2"));
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => client.Node.GetStatusAsync(new GetStatusRequest()));
        Assert.Equal(StatusCode.Unavailable, failure.Code);
    }

    [Fact]
    public async Task Subscribe_NodeStopsMidway_ResumesElsewhereWithoutAGap()
    {
        ApiServer first = await ApiServer.StartAsync(shared: _server.Backend);
        using ChainClient client = Connect(first.Address, _server.Address);
        _server.Backend.Seal();
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(15));
        List<ulong> heights = [];
        await foreach (SubscribeResponse response in client.SubscribeAsync("0", cancellation: limit.Token))
        {
            heights.Add(response.Header.Height);
            if (heights.Count == 5)
            {
                await first.DisposeAsync();
            }

            if (heights.Count == 10)
            {
                break;
            }

            _server.Backend.Seal();
        }

        Assert.Equal(Enumerable.Range(1, 10).Select(i => (ulong)i), heights);
    }

    [Fact]
    public async Task AddDeAiChain_Registered_GivesOneClient()
    {
        await using ServiceProvider provider = new ServiceCollection()
            .AddDeAiChain(options => options with { Nodes = [_server.Address] })
            .BuildServiceProvider();

        ChainClient client = provider.GetRequiredService<ChainClient>();

        Assert.Same(client, provider.GetRequiredService<ChainClient>());
        Assert.Equal("api-test", (await client.Node.GetStatusAsync(new GetStatusRequest())).ChainName);
    }

    private static ChainClient Connect(params Uri[] nodes) =>
        new(new ChainClientOptions { Nodes = nodes, ResumeDelay = TimeSpan.FromMilliseconds(20) });

    private TransactionSender Sender(ChainClient client)
    {
        CatalogIndex catalog = _chain.Catalog;
        return new TransactionSender(client, _chain.Members[1], options: new TransactionSenderOptions
        {
            Catalog = () => catalog,
            RetryDelay = TimeSpan.FromMilliseconds(20),
        });
    }

    private Task<Transaction> SendAsync(ulong amount) =>
        _sender.SendAsync(ModuleIds.Accounts, 1, new Transfer(_chain.Account(2), new Credits(amount)));
}
