using DeAI.Chain.Api.Tests.Testing;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using Google.Protobuf;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Client.Tests;

/// <summary>What a client learns when its time is over before its transaction is final: nothing that is known may be hidden from it.</summary>
public sealed class PendingTests : IAsyncLifetime
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    private readonly TestChain _chain = new();
    private ApiServer _server = null!;
    private ChainClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await ApiServer.StartAsync(_chain);
        _client = Connect(Short, _server.Address);
        while (await Record.ExceptionAsync(() => _client.Node.GetStatusAsync(new GetStatusRequest())) is RpcException)
        {
            // The first call makes the connection, which takes longer than the others.
        }
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Send_NotFinalInTime_HasTheTransactionAndItsAcceptance()
    {
        List<Hash256> accepted = [];
        using TransactionSender sender = Sender(_client, options => options with { FinalityTimeout = 3 * Short, Accepted = signed => accepted.Add(signed.Id) });

        TransactionPendingException pending = await Assert.ThrowsAsync<TransactionPendingException>(() => SendAsync(sender));

        Assert.True(pending.Pending.IsAccepted);
        Assert.Equal([pending.Pending.Id], accepted);
        Assert.Equal(1UL, pending.Pending.Signed.Body.Nonce);
        Assert.Contains(pending.Pending.Id.ToString(), pending.Message, StringComparison.Ordinal);
        Task<Transaction> again = new TransactionFollower(_client).FollowAsync(pending.Pending.Signed);
        _server.Backend.Seal();
        Assert.Equal(pending.Pending.Id.ToArray(), (await again).Id.ToByteArray());
    }

    [Fact]
    public async Task SubmitAndWait_ThisSidesClockIsFirst_HasTheIdAndTheNodesReason()
    {
        byte[] encoded = Canonical.Encode(_chain.Transfer(1, 1));

        ChainRefusedException refused = await Assert.ThrowsAsync<ChainRefusedException>(
            () => _client.Transactions.SubmitAndWaitAsync(new SubmitRequest { Transaction = ByteString.CopyFrom(encoded) }));

        Assert.Equal(("api.deadline_before_final", StatusCode.DeadlineExceeded), (refused.Reason.Value, refused.Category));
        Assert.Equal(_chain.Transfer(1, 1).Id, refused.TransactionId);
    }

    [Fact]
    public async Task Send_CancelledAfterItWasAccepted_HasTheTransaction()
    {
        using CancellationTokenSource cancel = new();
        using TransactionSender sender = Sender(_client, options => options with { Accepted = _ => cancel.CancelAfter(TimeSpan.FromMilliseconds(20)) });

        TransactionCanceledException canceled = await Assert.ThrowsAsync<TransactionCanceledException>(() => SendAsync(sender, cancel.Token));

        Assert.True(canceled.Pending.IsAccepted);
        Assert.Equal(cancel.Token, canceled.CancellationToken);
    }

    [Fact]
    public async Task Send_NodeGoneAfterItAccepted_HasTheTransaction()
    {
        await using ApiServer dying = await ApiServer.StartAsync(shared: _server.Backend);
        using ChainClient client = Connect(TimeSpan.FromSeconds(20), dying.Address);
        TaskCompletionSource accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using TransactionSender sender = Sender(client, options => options with { MaxAttempts = 3, Accepted = _ => accepted.SetResult() });
        Task<Transaction> sending = SendAsync(sender);
        await accepted.Task;
        _ = dying.StopAsync(new CancellationToken(canceled: true));

        TransactionPendingException pending = await Assert.ThrowsAsync<TransactionPendingException>(() => sending);

        Assert.True(pending.Pending.IsAccepted);
        Assert.NotNull(pending.InnerException);
    }

    [Fact]
    public async Task Send_NeverAccepted_IsTheRefusalAndNotPending()
    {
        for (int i = 0; i < 1_000; i++)
        {
            _server.Backend.Refusals.Enqueue(new Refusal(new ReasonCode("mempool.full"), "full"));
        }

        using TransactionSender sender = Sender(_client, options => options with { FinalityTimeout = 3 * Short });

        ChainRefusedException refused = await Assert.ThrowsAsync<ChainRefusedException>(() => SendAsync(sender));

        Assert.Equal("mempool.full", refused.Reason.Value);
    }

    [Fact]
    public async Task Send_NonceInFlightElsewhereWhileANodeMayHaveIt_IsNotSignedAnew()
    {
        ApiServer first = await ApiServer.StartAsync(shared: _server.Backend);
        using ChainClient client = Connect(TimeSpan.FromSeconds(20), first.Address, _server.Address);
        TaskCompletionSource accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using TransactionSender sender = Sender(client, options => options with { Accepted = _ => accepted.SetResult() });
        Task<Transaction> sending = SendAsync(sender);
        await accepted.Task;
        _server.Backend.Refusals.Enqueue(new Refusal(new ReasonCode("mempool.nonce_in_flight"), "another with this nonce"));
        _ = first.StopAsync(new CancellationToken(canceled: true));
        while (_server.Backend.Submissions < 3)
        {
            await Task.Delay(10);
        }

        _server.Backend.Seal();

        Assert.Equal(1UL, (await sending).Nonce);
        await first.DisposeAsync();
    }

    private static ChainClient Connect(TimeSpan callTimeout, params Uri[] nodes) =>
        new(new ChainClientOptions { Nodes = nodes, CallTimeout = callTimeout });

    private TransactionSender Sender(ChainClient client, Func<TransactionSenderOptions, TransactionSenderOptions> change)
    {
        CatalogIndex catalog = _chain.Catalog;
        TransactionSenderOptions options = new() { Catalog = () => catalog, RetryDelay = TimeSpan.FromMilliseconds(20) };
        return new TransactionSender(client, _chain.Members[1], options: change(options));
    }

    private Task<Transaction> SendAsync(TransactionSender sender, CancellationToken cancellation = default) =>
        sender.SendAsync(ModuleIds.Accounts, 1, new Transfer(_chain.Account(2), new Credits(1)), cancellation);
}
