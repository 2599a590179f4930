using DeAI.Chain.Api.Tests.Testing;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace DeAI.Chain.Api.Tests;

public sealed class TransactionsTests : IAsyncLifetime
{
    private static readonly ServiceDescriptor Service = TransactionsReflection.Descriptor.Services[0];

    private ApiServer _server = null!;

    public async System.Threading.Tasks.Task InitializeAsync() => _server = await ApiServer.StartAsync();

    public async System.Threading.Tasks.Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async System.Threading.Tasks.Task Submit_Accepted_ReturnsTheIdAndGetFindsItOnceFinal()
    {
        SignedTransaction transaction = _server.Chain.Transfer(1, 1, amount: 7);
        SubmitResponse accepted = await SubmitAsync(transaction);
        Assert.Equal(transaction.Id.ToArray(), accepted.Id.ToByteArray());
        Assert.Equal("api.not_found", (await FailAsync(() => GetAsync(transaction.Id))).ErrorInfo!.Reason);

        _server.Backend.Seal();

        Transaction final = await GetAsync(transaction.Id);
        Assert.Equal(1UL, final.Height);
        Assert.Equal("accounts", final.Module);
        Assert.Equal("transfer", final.Message);
        Assert.True(final.Receipt.Applied);
        Assert.True(final.Receipt.Fee > 0);
        Assert.Equal(Canonical.Encode(transaction), final.Encoded.ToByteArray());
    }

    [Fact]
    public async System.Threading.Tasks.Task Submit_FinalAlready_IsAlreadyExistsWithThePlace()
    {
        SignedTransaction transaction = _server.Chain.Transfer(1, 1);
        await SubmitAsync(transaction);
        _server.Backend.Seal();

        RpcException failure = await FailAsync(() => SubmitAsync(transaction));

        Assert.Equal(StatusCode.AlreadyExists, failure.Code);
        Assert.Equal("api.already_final", failure.ErrorInfo!.Reason);
        Assert.Equal("deai.chain", failure.ErrorInfo.Domain);
        Assert.Equal("1", failure.ErrorInfo.Metadata["height"]);
        Assert.Equal("0", failure.ErrorInfo.Metadata["index"]);
        Assert.Equal(transaction.Id.ToString(), failure.ErrorInfo.Metadata["transaction_id"]);
    }

    [Fact]
    public async System.Threading.Tasks.Task Submit_InFlight_IsAborted()
    {
        SignedTransaction transaction = _server.Chain.Transfer(1, 1);
        await SubmitAsync(transaction);

        RpcException failure = await FailAsync(() => SubmitAsync(transaction));

        Assert.Equal(StatusCode.Aborted, failure.Code);
        Assert.Equal("mempool.in_flight", failure.ErrorInfo!.Reason);
    }

    [Theory]
    [InlineData("mempool.full", StatusCode.ResourceExhausted, true)]
    [InlineData("mempool.sender_full", StatusCode.ResourceExhausted, true)]
    [InlineData("replica.syncing", StatusCode.Unavailable, true)]
    [InlineData("ledger.expired", StatusCode.FailedPrecondition, false)]
    [InlineData("registry.wrong_key", StatusCode.FailedPrecondition, false)]
    [InlineData("ledger.oversize", StatusCode.InvalidArgument, false)]
    [InlineData("encoding.too_long", StatusCode.InvalidArgument, false)]
    public async System.Threading.Tasks.Task Submit_Refused_KeepsTheCodeAndGetsItsCategory(string code, StatusCode expected, bool retry)
    {
        _server.Backend.Refusals.Enqueue(new Refusal(new ReasonCode(code), "because"));

        RpcException failure = await FailAsync(() => SubmitAsync(_server.Chain.Transfer(1, 1)));

        Assert.Equal(expected, failure.Code);
        Assert.Equal(code, failure.ErrorInfo!.Reason);
        Assert.Equal(retry, failure.RetryDelay is not null);
    }

    [Fact]
    public async System.Threading.Tasks.Task Submit_MalformedOrForged_IsInvalidArgument()
    {
        byte[] bytes = Canonical.Encode(_server.Chain.Transfer(1, 1));
        bytes[^1] ^= 1;
        RpcException forged = await FailAsync(() => SubmitAsync(ByteString.CopyFrom(bytes)));
        RpcException malformed = await FailAsync(() => SubmitAsync(ByteString.CopyFrom(1, 2, 3)));

        Assert.Equal((StatusCode.InvalidArgument, "ledger.bad_signature"), (forged.Code, forged.ErrorInfo!.Reason));
        Assert.Equal(StatusCode.InvalidArgument, malformed.Code);
        Assert.StartsWith("encoding.", malformed.ErrorInfo!.Reason);
    }

    [Fact]
    public async System.Threading.Tasks.Task SubmitAndWait_Sealed_ReturnsTheReceipt()
    {
        _server.Backend.AutoSeal = true;
        SignedTransaction transaction = _server.Chain.Transfer(2, 1);

        SubmitAndWaitResponse response = await WaitAsync(transaction);

        Assert.Equal(transaction.Id.ToArray(), response.Id.ToByteArray());
        Assert.True(response.Transaction.Receipt.Applied);
        Assert.Equal(1UL, response.Transaction.Height);
    }

    [Fact]
    public async System.Threading.Tasks.Task SubmitAndWait_DeadlinePasses_TheIdIsInHeadersAndDetails()
    {
        SignedTransaction transaction = _server.Chain.Transfer(2, 1);
        string? header = null;
        GrpcCallOptions options = new() { Timeout = TimeSpan.FromMilliseconds(400), OnHeaders = headers => header = headers.GetText("deai-transaction-id") };

        RpcException failure = await FailAsync(() => WaitAsync(transaction, options: options));

        Assert.Equal(StatusCode.DeadlineExceeded, failure.Code);
        Assert.Equal(transaction.Id.ToString(), header);
        if (failure.ErrorInfo is { } info)
        {
            // The client's own clock may end the call before the server's status arrives.
            Assert.Equal(transaction.Id.ToString(), info.Metadata["transaction_id"]);
        }
    }

    [Fact]
    public async System.Threading.Tasks.Task SubmitAndWait_CanNeverBeIncluded_FailsWithTheReason()
    {
        Task<SubmitAndWaitResponse> first = WaitAsync(_server.Chain.Transfer(2, 1, amount: 1));
        Task<SubmitAndWaitResponse> second = WaitAsync(_server.Chain.Transfer(2, 1, amount: 2));
        while (_server.Backend.Submissions < 2)
        {
            await System.Threading.Tasks.Task.Yield();
        }

        await System.Threading.Tasks.Task.Delay(50);
        _server.Backend.Seal();

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => System.Threading.Tasks.Task.WhenAll(first, second));
        Assert.Equal((StatusCode.FailedPrecondition, "ledger.nonce_used"), (failure.Code, failure.ErrorInfo!.Reason));
    }

    [Fact]
    public async System.Threading.Tasks.Task RequestId_Repeated_ReturnsTheFirstResultOnce()
    {
        SignedTransaction transaction = _server.Chain.Transfer(3, 1);
        SubmitResponse first = await SubmitAsync(transaction, "a");
        SubmitResponse second = await SubmitAsync(transaction, "a");
        Task<SubmitAndWaitResponse> joined = WaitAsync(transaction, "a");
        RpcException reused = await FailAsync(() => SubmitAsync(_server.Chain.Transfer(4, 1), "a"));
        _server.Backend.Seal();

        Assert.Equal(first, second);
        Assert.Equal(first.Id, (await joined).Id);
        Assert.Equal(1, _server.Backend.Submissions);
        Assert.Equal((StatusCode.InvalidArgument, "api.request_id_reused"), (reused.Code, reused.ErrorInfo!.Reason));
    }

    [Fact]
    public async System.Threading.Tasks.Task RequestId_AfterARefusal_MayBeTriedAgain()
    {
        SignedTransaction transaction = _server.Chain.Transfer(3, 1);
        _server.Backend.Refusals.Enqueue(new Refusal(new ReasonCode("mempool.full"), "full"));
        await FailAsync(() => SubmitAsync(transaction, "b"));

        Assert.Equal(transaction.Id.ToArray(), (await SubmitAsync(transaction, "b")).Id.ToByteArray());
    }

    [Fact]
    public async System.Threading.Tasks.Task SubmitStream_BatchesWithWait_AnswersEachThenFinals()
    {
        using DuplexCall<SubmitStreamRequest, SubmitStreamResponse> call =
            _server.Channel.Duplex(new GrpcMethod<SubmitStreamRequest, SubmitStreamResponse>(Service.FindMethodByName("SubmitStream")));
        const int Count = 300;
        for (int batch = 0; batch < 3; batch++)
        {
            SubmitStreamRequest request = new() { Wait = true };
            for (int i = 0; i < Count / 3; i++)
            {
                ulong nonce = (ulong)((batch * Count / 3) + i + 1);
                request.Transactions.Add(ByteString.CopyFrom(Canonical.Encode(_server.Chain.Transfer(1, nonce))));
            }

            await call.WriteAsync(request);
        }

        await call.WriteAsync(new SubmitStreamRequest { Transactions = { ByteString.CopyFrom(9) } });
        await call.CompleteRequestsAsync();
        List<SubmitOutcome> outcomes = [];
        await foreach (SubmitStreamResponse response in call.ReadAllAsync())
        {
            outcomes.AddRange(response.Outcomes);
            if (outcomes.Count == Count + 1)
            {
                _server.Backend.Seal();
            }
        }

        Assert.Equal(Count, outcomes.Count(o => o.State == SubmitOutcome.Types.State.Accepted));
        Assert.Equal(Count, outcomes.Where(o => o.State == SubmitOutcome.Types.State.Final).DistinctBy(o => o.Id).Count());
        Assert.Single(outcomes, o => o.State == SubmitOutcome.Types.State.Refused && o.Reason.StartsWith("encoding.", StringComparison.Ordinal));
        Assert.All(outcomes.Where(o => o.State == SubmitOutcome.Types.State.Final), o => Assert.Equal(1UL, o.Height));
    }

    [Fact]
    public async System.Threading.Tasks.Task SubmitStream_TooLargeABatch_IsInvalidArgument()
    {
        using DuplexCall<SubmitStreamRequest, SubmitStreamResponse> call =
            _server.Channel.Duplex(new GrpcMethod<SubmitStreamRequest, SubmitStreamResponse>(Service.FindMethodByName("SubmitStream")));
        SubmitStreamRequest request = new();
        request.Transactions.AddRange(Enumerable.Repeat(ByteString.CopyFrom(1), 1001));
        await call.WriteAsync(request);

        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await foreach (SubmitStreamResponse _ in call.ReadAllAsync())
            {
            }
        });
        Assert.Equal(StatusCode.InvalidArgument, failure.Code);
    }

    private static Task<RpcException> FailAsync<T>(Func<Task<T>> call) => Assert.ThrowsAsync<RpcException>(call);

    private Task<SubmitResponse> SubmitAsync(SignedTransaction transaction, string requestId = "") =>
        SubmitAsync(ByteString.CopyFrom(Canonical.Encode(transaction)), requestId);

    private Task<SubmitResponse> SubmitAsync(ByteString transaction, string requestId = "") =>
        _server.CallAsync<SubmitRequest, SubmitResponse>(Service, "Submit", new SubmitRequest { Transaction = transaction, RequestId = requestId });

    private Task<SubmitAndWaitResponse> WaitAsync(SignedTransaction transaction, string requestId = "", GrpcCallOptions? options = null) =>
        _server.CallAsync<SubmitRequest, SubmitAndWaitResponse>(
            Service, "SubmitAndWait", new SubmitRequest { Transaction = ByteString.CopyFrom(Canonical.Encode(transaction)), RequestId = requestId }, options);

    private Task<Transaction> GetAsync(Hash256 id) =>
        _server.CallAsync<GetTransactionRequest, Transaction>(Service, "Get", new GetTransactionRequest { Id = ByteString.CopyFrom(id.ToArray()) });
}
