using DeAI.Chain.Grpc.Tests.Echo;

namespace DeAI.Chain.Grpc.Tests;

public sealed class DeadlineTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Unary_DeadlinePasses_BothSidesEnd()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(
            EchoService.Say, new EchoRequest { Text = "wait" }, new GrpcCallOptions { Timeout = TimeSpan.FromMilliseconds(200) }));

        Assert.Equal(StatusCode.DeadlineExceeded, failure.Code);
        await server.Echo.Cancelled.Task.WaitAsync(Patience);
    }

    [Theory]
    [InlineData("wait")]
    [InlineData("stubborn")]
    public async Task Unary_ClientWithoutItsOwnTimer_ServerReportsTheDeadline(string command)
    {
        await using TestServer server = await TestServer.StartAsync();
        using var raw = new RawClient(server.Address);

        RawAnswer answer = await raw.SendAsync("deai.test.v1.Echo/Say", RawClient.Frame(new EchoRequest { Text = command }), timeout: "100m");

        Assert.Equal("4", answer.Status);
        Assert.True(answer.TrailersOnly);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("123456789S")]
    [InlineData("-1S")]
    [InlineData("1x")]
    public async Task Unary_MalformedTimeout_IsInternal(string timeout)
    {
        await using TestServer server = await TestServer.StartAsync();
        using var raw = new RawClient(server.Address);

        // An empty header is a header that is not there, to HTTP libraries; the server must not fail on it either.
        RawAnswer answer = await raw.SendAsync("deai.test.v1.Echo/Say", RawClient.Frame(new EchoRequest()), timeout: timeout);

        Assert.Contains(answer.Status, timeout.Length == 0 ? new[] { "0", "13" } : ["13"]);
    }

    [Fact]
    public async Task Unary_HeadersSentEarly_ArriveThoughTheDeadlinePasses()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        string? hash = null;
        var options = new GrpcCallOptions { Timeout = TimeSpan.FromMilliseconds(1000), OnHeaders = headers => hash = headers.GetText("x-hash") };

        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            () => channel.UnaryAsync(EchoService.Say, new EchoRequest { Text = "headers" }, options));

        Assert.Equal(StatusCode.DeadlineExceeded, failure.Code);
        Assert.Equal("abc", hash);
    }

    [Fact]
    public async Task Unary_CallerCancels_ServerIsToldAndCallerGetsItsOwnCancellation()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        using var cancel = new CancellationTokenSource();
        Task<EchoResponse> call = channel.UnaryAsync(EchoService.Say, new EchoRequest { Text = "wait" }, cancellation: cancel.Token);
        await server.Echo.Entered.Task.WaitAsync(Patience);

        await cancel.CancelAsync();

        OperationCanceledException cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(cancel.Token, cancelled.CancellationToken);
        await server.Echo.Cancelled.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task ServerStream_ReaderTokenCancels_ServerIsTold()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        using var cancel = new CancellationTokenSource();
        Task reading = ReadAsync();
        await server.Echo.Entered.Task.WaitAsync(Patience);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await server.Echo.Cancelled.Task.WaitAsync(Patience);

        async Task ReadAsync()
        {
            await foreach (EchoResponse _ in channel.ServerStream(EchoService.Count, new CountRequest { Messages = 1, Then = "wait" })
                .WithCancellation(cancel.Token))
            {
            }
        }
    }

    [Fact]
    public async Task Duplex_Disposed_ServerIsTold()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        DuplexCall<EchoRequest, EchoResponse> call = channel.Duplex(EchoService.Talk);
        await call.WriteAsync(new EchoRequest());
        await server.Echo.Entered.Task.WaitAsync(Patience);

        call.Dispose();

        await server.Echo.Cancelled.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task ServerStream_ServerStops_EndsWithUnavailable()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        await using IAsyncEnumerator<EchoResponse> responses =
            channel.ServerStream(EchoService.Count, new CountRequest { Messages = 1, Then = "wait" }).GetAsyncEnumerator();
        Assert.True(await responses.MoveNextAsync());

        Task stopping = server.StopAsync();
        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () => await responses.MoveNextAsync());

        Assert.Equal(StatusCode.Unavailable, failure.Code);
        await stopping.WaitAsync(Patience);
    }
}
