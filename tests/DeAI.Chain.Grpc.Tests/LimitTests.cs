using System.Net;
using DeAI.Chain.Grpc.Tests.Echo;
using Google.Protobuf;

namespace DeAI.Chain.Grpc.Tests;

public sealed class LimitTests
{
    private const string Say = "deai.test.v1.Echo/Say";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static TheoryData<byte[], string> BadBodies => new()
    {
        { RawClient.Frame(new EchoRequest { Text = "x" }, flag: 1), "12" },
        { RawClient.Frame(new EchoRequest { Text = "x" }, flag: 2), "13" },
        { RawClient.Frame([0xFF, 0xFF, 0xFF]), "13" },
        { RawClient.Frame([0x0A, 0x05, 0x41]), "13" },
        { RawClient.Frame([], length: 10), "13" },
        { new byte[] { 0, 0, 0 }, "13" },
        { [], "12" },
        { [.. RawClient.Frame(new EchoRequest()), .. RawClient.Frame(new EchoRequest())], "12" },
        { RawClient.Frame([], length: (4 * 1024 * 1024) + 1), "8" },
        { RawClient.Frame([], length: uint.MaxValue), "8" },
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task Request_BadFrame_IsRefusedInTheHeaders(byte[] body, string status)
    {
        await using TestServer server = await TestServer.StartAsync();
        using var raw = new RawClient(server.Address);

        RawAnswer answer = await raw.SendAsync(Say, body);

        Assert.Equal(status, answer.Status);
        Assert.True(answer.TrailersOnly);
        Assert.Empty(answer.Body);
        Assert.Equal(status == "12" ? "identity" : null, answer.AcceptEncoding);
        Assert.Null(server.Echo.LastCall);
    }

    [Fact]
    public async Task Request_LengthOverTheLimit_IsRefusedWhileTheClientStillSends()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var raw = new RawClient(server.Address);
        var never = new TaskCompletionSource();

        RawAnswer answer = await raw.SendAsync(Say, new PendingContent(RawClient.Frame([], length: 5_000_000), never.Task)).WaitAsync(Patience);

        Assert.Equal("8", answer.Status);
        never.SetResult();
    }

    [Theory]
    [InlineData(200)]
    [InlineData(7_000)] // Longer than Kestrel by itself has patience with a slow request, before it resets the connection.
    public async Task Request_ClientFallsSilentInsideAMessage_IsEndedByTheIdleLimit(int limitMs)
    {
        await using TestServer server = await TestServer.StartAsync(new GrpcServerOptions { StreamIdleLimit = TimeSpan.FromMilliseconds(limitMs) });
        using var raw = new RawClient(server.Address);
        var never = new TaskCompletionSource();

        RawAnswer answer = await raw.SendAsync(Say, new PendingContent(RawClient.Frame([1, 2, 3], length: 500), never.Task)).WaitAsync(Patience);

        Assert.Equal("14", answer.Status);
        never.SetResult();
    }

    [Fact]
    public async Task Duplex_BothSidesSilent_IsEndedByTheIdleLimit()
    {
        await using TestServer server = await TestServer.StartAsync(new GrpcServerOptions { StreamIdleLimit = TimeSpan.FromMilliseconds(200) });
        using GrpcChannel channel = server.Channel();
        using DuplexCall<EchoRequest, EchoResponse> call = channel.Duplex(EchoService.Talk);

        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () => await call.ReadAllAsync().ToListAsync());

        Assert.Equal(StatusCode.Unavailable, failure.Code);
    }

    [Fact]
    public async Task ServerStream_QuietProducer_IsNotIdle()
    {
        await using TestServer server = await TestServer.StartAsync(new GrpcServerOptions { StreamIdleLimit = TimeSpan.FromMilliseconds(100) });
        using GrpcChannel channel = server.Channel();
        var options = new GrpcCallOptions { Timeout = TimeSpan.FromMilliseconds(700) };

        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            async () => await channel.ServerStream(EchoService.Count, new CountRequest { Then = "wait" }, options).ToListAsync());

        Assert.Equal(StatusCode.DeadlineExceeded, failure.Code);
    }

    [Fact]
    public async Task Response_OverTheLimit_IsResourceExhausted()
    {
        await using TestServer server = await TestServer.StartAsync(new GrpcServerOptions { MaxSendMessageBytes = 1000 });
        using GrpcChannel channel = server.Channel();

        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            () => channel.UnaryAsync(EchoService.Say, new EchoRequest { Text = "grow", Number = 1000 }));

        Assert.Equal(StatusCode.ResourceExhausted, failure.Code);
    }

    [Fact]
    public async Task Client_MessagesOverItsLimits_AreResourceExhausted()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions { MaxReceiveMessageBytes = 1000, MaxSendMessageBytes = 2000 });

        RpcException received = await Assert.ThrowsAsync<RpcException>(
            () => channel.UnaryAsync(EchoService.Say, new EchoRequest { Text = "grow", Number = 1000 }));
        RpcException sent = await Assert.ThrowsAsync<RpcException>(
            () => channel.UnaryAsync(EchoService.Say, new EchoRequest { Payload = ByteString.CopyFrom(new byte[2000]) }));

        Assert.Equal(StatusCode.ResourceExhausted, received.Code);
        Assert.Equal(StatusCode.ResourceExhausted, sent.Code);
    }

    [Fact]
    public async Task Calls_OverTheConcurrencyLimit_AreRefusedWithARetryDelay()
    {
        await using TestServer server = await TestServer.StartAsync(new GrpcServerOptions { MaxConcurrentCalls = 1 });
        using GrpcChannel channel = server.Channel();
        using var cancel = new CancellationTokenSource();
        Task first = channel.UnaryAsync(EchoService.Say, new EchoRequest { Text = "wait" }, cancellation: cancel.Token);
        await server.Echo.Entered.Task.WaitAsync(Patience);

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(EchoService.Say, new EchoRequest()));

        Assert.Equal(StatusCode.ResourceExhausted, failure.Code);
        Assert.Equal(TimeSpan.FromSeconds(1), failure.RetryDelay);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task Requests_OverTheBufferBudget_AreRefusedAndTheBudgetComesBack()
    {
        await using TestServer server = await TestServer.StartAsync(
            new GrpcServerOptions { MaxReceiveMessageBytes = 1000, MaxBufferedRequestBytes = 1000 });
        using var raw = new RawClient(server.Address);
        using var other = new RawClient(server.Address);
        var release = new TaskCompletionSource();
        var holding = new PendingContent(RawClient.Frame([], length: 900), release.Task);
        Task<RawAnswer> holder = raw.SendAsync(Say, holding);
        await holding.Sent.WaitAsync(Patience);

        RawAnswer refused;
        do
        {
            refused = await other.SendAsync(Say, new PendingContent(RawClient.Frame([], length: 900), Task.Delay(50)));
        }
        while (refused.Status == "13");

        release.SetResult();
        Assert.Equal("8", refused.Status);
        Assert.Equal("13", (await holder.WaitAsync(Patience)).Status);
        Assert.Equal("13", (await other.SendAsync(Say, RawClient.Frame([], length: 900))).Status);
    }

    [Fact]
    public async Task Request_NotGrpc_IsAnsweredByHttp()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var raw = new RawClient(server.Address);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await raw.SendAsync(Say, [], contentType: "application/json")).Http);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await raw.SendAsync(Say, [], contentType: "application/grpc+json")).Http);
        Assert.Equal(HttpStatusCode.NotFound, (await raw.SendAsync("a.B/C", [], contentType: "application/json")).Http);
        Assert.Equal("0", (await raw.SendAsync(Say, RawClient.Frame(new EchoRequest()), contentType: "application/grpc+proto")).Status);
    }

    [Fact]
    public async Task Requests_RandomBytes_NeverCrashAHandler()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var raw = new RawClient(server.Address);
        var random = new Random(42);
        for (int i = 0; i < 300; i++)
        {
            byte[] body = new byte[random.Next(64)];
            random.NextBytes(body);
            byte[] sent = random.Next(2) == 0 ? body : RawClient.Frame(body);
            RawAnswer answer = await raw.SendAsync("deai.test.v1.Echo/Talk", sent);
            Assert.Contains(answer.Status, new[] { "0", "8", "12", "13" });
        }

        Assert.DoesNotContain(server.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }
}
