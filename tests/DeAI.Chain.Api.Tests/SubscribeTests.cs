using DeAI.Chain.Api.Tests.Testing;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Grpc;
using Google.Protobuf;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Api.Tests;

public sealed class SubscribeTests : IAsyncLifetime
{
    private static readonly GrpcMethod<SubscribeRequest, SubscribeResponse> Subscribe =
        new(BlocksReflection.Descriptor.Services[0].FindMethodByName("Subscribe"));

    private ApiServer _server = null!;

    public async Task InitializeAsync() => _server = await ApiServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Subscribe_SealingMeanwhile_HasNoGapFromBackfillToLive()
    {
        const ulong Last = 60;
        SealUpTo(20);
        Task sealing = Task.Run(() => SealUpTo(Last));

        List<SubscribeResponse> seen = await ReadAsync(new SubscribeRequest { AfterCursor = "0" }, Last);
        await sealing;

        Assert.Equal(Enumerable.Range(1, (int)Last).Select(height => (ulong)height), seen.Select(response => response.Header.Height));
        Assert.All(seen, response => Assert.Single(response.Transactions));
        Assert.All(seen.Skip(1).Zip(seen), pair => Assert.Equal(pair.Second.Header.Digest, pair.First.Header.Parent));
        Assert.Equal(12, seen.Sum(response => response.BlockEvents.Count));
    }

    [Fact]
    public async Task Subscribe_AfterACursor_GoesOnBehindIt()
    {
        SealUpTo(10);
        List<SubscribeResponse> first = await ReadAsync(new SubscribeRequest { AfterCursor = "0" }, 4);
        List<SubscribeResponse> rest = await ReadAsync(new SubscribeRequest { AfterCursor = first[^1].Cursor }, 10);

        Assert.Equal(5UL, rest[0].Header.Height);
        Assert.Equal(6, rest.Count);
    }

    [Fact]
    public async Task Subscribe_Empty_StartsAtTheNextBlock()
    {
        SealUpTo(3);
        Task<List<SubscribeResponse>> reading = ReadAsync(new SubscribeRequest(), 5);
        for (ulong height = 4; !reading.IsCompleted; height++)
        {
            await Task.Delay(50);
            SealUpTo(height);
        }

        Assert.True((await reading)[0].Header.Height > 3);
    }

    [Fact]
    public async Task Subscribe_Filtered_GivesOnlyMatches()
    {
        SealUpTo(10);
        Filter bySender = new() { Senders = { ByteString.CopyFrom(_server.Chain.Account(4).ToArray()) }, OnlyMatches = true };
        Filter byEvent = new() { Events = { "test." }, OnlyMatches = true };

        List<SubscribeResponse> senders = await ReadAsync(new SubscribeRequest { AfterCursor = "0", Filter = bySender }, 8);
        List<SubscribeResponse> events = await ReadAsync(new SubscribeRequest { AfterCursor = "0", Filter = byEvent }, 10);

        Assert.Equal([4UL, 8UL], senders.Select(response => response.Header.Height));
        Assert.Equal([5UL, 10UL], events.Select(response => response.Header.Height));
        Assert.All(events, response => Assert.Equal("test.fifth", response.BlockEvents.Single().Name));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("1.2.3")]
    [InlineData("18446744073709551615")]
    [InlineData("99999999999999999999999999")]
    [InlineData("1.2147483647")]
    public async Task Subscribe_BadCursor_IsInvalidArgument(string cursor)
    {
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => ReadAsync(new SubscribeRequest { AfterCursor = cursor }, 1));
        Assert.Equal(StatusCode.InvalidArgument, failure.Code);
    }

    [Fact]
    public async Task Subscribe_PrunedHeight_IsOutOfRange()
    {
        SealUpTo(5);
        _server.Backend.PrunedBelow = 4;
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => ReadAsync(new SubscribeRequest { AfterCursor = "1" }, 5));
        Assert.Equal((StatusCode.OutOfRange, "api.height_unavailable"), (failure.Code, failure.ErrorInfo!.Reason));
    }

    [Fact]
    public async Task Subscribe_BlockOverAMessage_ComesInPartsThatCanBeResumed()
    {
        byte[] large = new byte[600_000];
        Random random = new(1);
        List<Ledger.Transactions.VerifiedTransaction> body = [];
        for (ulong nonce = 1; nonce <= 6; nonce++)
        {
            random.NextBytes(large);
            body.Add(_server.Chain.Verified(_server.Chain.Sign(1, nonce, TestModule.Number, 2, new Padding(new Primitives.Blob(large.ToArray())))));
        }

        Assert.Empty(_server.Chain.Seal(body));
        List<SubscribeResponse> parts = await ReadAsync(new SubscribeRequest { AfterCursor = "0" }, 1);
        List<SubscribeResponse> resumed = await ReadAsync(new SubscribeRequest { AfterCursor = parts[0].Cursor }, 1);

        Assert.True(parts.Count > 1);
        Assert.Equal(Enumerable.Range(0, 6).Select(i => (uint)i), parts.SelectMany(part => part.Transactions).Select(transaction => transaction.Index));
        Assert.Equal(parts.Skip(1), resumed);
    }

    [Fact]
    public async Task Subscribe_ManyTransactions_ComeInPartsThatASlowReaderMayHold()
    {
        const int Count = 200;
        byte[] content = new byte[2_000];
        List<Ledger.Transactions.VerifiedTransaction> body = [];
        for (ulong nonce = 1; nonce <= Count; nonce++)
        {
            body.Add(_server.Chain.Verified(_server.Chain.Sign(1, nonce, TestModule.Number, 2, new Padding(new Primitives.Blob(content)))));
        }

        Assert.Empty(_server.Chain.Seal(body));
        List<SubscribeResponse> parts = await ReadAsync(new SubscribeRequest { AfterCursor = "0" }, 1);

        Assert.True(parts.Count > Count * content.Length / (64 << 10), $"{parts.Count} parts");
        Assert.All(parts, static part => Assert.InRange(part.CalculateSize(), 1, 72 << 10));
        Assert.Equal(Enumerable.Range(0, Count).Select(i => (uint)i), parts.SelectMany(part => part.Transactions).Select(transaction => transaction.Index));
    }

    private void SealUpTo(ulong height)
    {
        while (_server.Backend.Tip.Value < height)
        {
            ulong next = _server.Backend.Tip.Value + 1;
            byte[] encoded = Primitives.Encoding.Canonical.Encode(_server.Chain.Transfer(next % 4 == 0 ? 4 : 1, next));
            _server.Backend.SubmitAsync(encoded, default).AsTask().Wait();
            _server.Backend.Seal();
        }
    }

    private async Task<List<SubscribeResponse>> ReadAsync(SubscribeRequest request, ulong upTo)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(15));
        List<SubscribeResponse> seen = [];
        await foreach (SubscribeResponse response in _server.Channel.ServerStream(Subscribe, request, cancellation: limit.Token))
        {
            seen.Add(response);
            if (response.Header.Height >= upTo && !response.Cursor.Contains('.', StringComparison.Ordinal))
            {
                break;
            }
        }

        return seen;
    }
}
