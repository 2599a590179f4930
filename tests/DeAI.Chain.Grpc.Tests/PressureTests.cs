using System.Net;
using System.Net.Sockets;
using DeAI.Chain.Grpc.Tests.Echo;
using Google.Protobuf;

namespace DeAI.Chain.Grpc.Tests;

/// <summary>What happens when there is no room: those that keep the server waiting stand back for those that do not.</summary>
public sealed class PressureTests
{
    private const string Say = "deai.test.v1.Echo/Say";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Connection_OverTheLimit_TakesThePlaceOfASilentOne()
    {
        await using TestServer server = await TestServer.StartAsync(limits: new GrpcTransportLimits { MaxConnections = 3 });
        List<TcpClient> silent = [];
        for (int i = 0; i < 30; i++)
        {
            TcpClient connection = new();
            await connection.ConnectAsync(IPAddress.Loopback, server.Address.Port);
            silent.Add(connection);
        }

        using GrpcChannel channel = server.Channel();
        Assert.Equal("x", (await channel.UnaryAsync(EchoService.Say, new EchoRequest { Text = "x" })).Text);

        // The oldest of the silent ones made the room.
        Assert.True(await IsClosedAsync(silent[0]));
        silent.ForEach(static connection => connection.Dispose());
    }

    [Fact]
    public async Task Connection_WithoutACallAnyMore_StandsBackAfterStrangers()
    {
        await using TestServer server = await TestServer.StartAsync(limits: new GrpcTransportLimits { MaxConnections = 2 });
        using GrpcChannel known = server.Channel();
        await known.UnaryAsync(EchoService.Say, new EchoRequest());
        string? peer = server.Echo.LastPeer;
        for (int i = 0; i < 20; i++)
        {
            using TcpClient stranger = new();
            await stranger.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        }

        await known.UnaryAsync(EchoService.Say, new EchoRequest());
        Assert.Equal(peer, server.Echo.LastPeer);
    }

    [Fact]
    public async Task Connection_OverTheLimitWhenAllAreBusy_IsClosed()
    {
        await using TestServer server = await TestServer.StartAsync(limits: new GrpcTransportLimits { MaxConnections = 1 });
        using GrpcChannel busy = server.Channel();
        using GrpcChannel other = server.Channel();
        using var cancel = new CancellationTokenSource();
        Task waiting = busy.UnaryAsync(EchoService.Say, new EchoRequest { Text = "wait" }, cancellation: cancel.Token);
        await server.Echo.Entered.Task.WaitAsync(Patience);

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => other.UnaryAsync(EchoService.Say, new EchoRequest()));

        Assert.Equal(StatusCode.Unavailable, failure.Code);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Call_OverTheLimit_EndsTheOneWhoseRequestDoesNotCome()
    {
        await using TestServer server = await TestServer.StartAsync(new GrpcServerOptions { MaxConcurrentCalls = 1 });
        using var raw = new RawClient(server.Address);
        using GrpcChannel channel = server.Channel();
        var never = new TaskCompletionSource();
        var half = new PendingContent(RawClient.Frame([1, 2, 3], length: 500), never.Task);
        Task<RawAnswer> holding = raw.SendAsync(Say, half);
        await half.Sent.WaitAsync(Patience);

        await AssertServedAsync(channel);

        Assert.Equal("14", (await holding.WaitAsync(Patience)).Status);
        never.SetResult();
    }

    [Theory]
    [InlineData(1, 256L << 20)]
    [InlineData(100, 4L << 20)]
    public async Task Call_WithoutRoom_EndsTheOneWhoseAnswerNobodyTakes(int calls, long bytes)
    {
        await using TestServer server = await TestServer.StartAsync(new GrpcServerOptions { MaxConcurrentCalls = calls, MaxBufferedResponseBytes = bytes });
        using GrpcChannel channel = server.Channel();
        using var unread = new HttpClient(new SocketsHttpHandler { UseProxy = false, InitialHttp2StreamWindowSize = 65_535 });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, "/" + Say))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(RawClient.Frame(new EchoRequest { Text = "grow", Number = 4_000_000 })),
        };
        request.Content.Headers.ContentType = new("application/grpc");
        using HttpResponseMessage answer = await unread.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience);

        await AssertServedAsync(channel, new EchoRequest { Text = "grow", Number = 1_000_000 });

        await Assert.ThrowsAnyAsync<Exception>(() => answer.Content.ReadAsByteArrayAsync().WaitAsync(Patience));
    }

    [Fact]
    public async Task Streams_OverTheirShare_AreRefusedAndLeaveRoomForCalls()
    {
        await using TestServer server = await TestServer.StartAsync(new GrpcServerOptions { MaxConcurrentCalls = 4 });
        using GrpcChannel channel = server.Channel();
        using var cancel = new CancellationTokenSource();
        List<IAsyncEnumerator<EchoResponse>> streams = [];
        for (int i = 0; i < 2; i++)
        {
            streams.Add(channel.ServerStream(EchoService.Count, new CountRequest { Messages = 1, Then = "wait" }, cancellation: cancel.Token).GetAsyncEnumerator());
            Assert.True(await streams[i].MoveNextAsync());
        }

        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            async () => await channel.ServerStream(EchoService.Count, new CountRequest { Messages = 1 }).ToListAsync());
        Assert.Equal(StatusCode.ResourceExhausted, failure.Code);
        await channel.UnaryAsync(EchoService.Say, new EchoRequest());
        await cancel.CancelAsync();
        foreach (IAsyncEnumerator<EchoResponse> stream in streams)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await stream.MoveNextAsync());
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task Stream_OverTheirShare_EndsTheOneThatNobodyReads()
    {
        await using TestServer server = await TestServer.StartAsync(new GrpcServerOptions { MaxConcurrentCalls = 100, MaxConcurrentStreams = 1 });
        using GrpcChannel channel = server.Channel();
        CountRequest endless = new() { Messages = 1_000_000, PayloadBytes = 60_000 };
        await using IAsyncEnumerator<EchoResponse> unread = channel.ServerStream(EchoService.Count, endless).GetAsyncEnumerator();
        Assert.True(await unread.MoveNextAsync());

        await AssertServedAsync(async cancel => await channel.ServerStream(EchoService.Count, new CountRequest { Messages = 1 }, cancellation: cancel).ToListAsync(cancel));

        // By RST_STREAM, for there is no room to send it a status.
        await Assert.ThrowsAsync<RpcException>(() => ReadToTheEndAsync(unread).WaitAsync(Patience));
    }

    private static async Task ReadToTheEndAsync(IAsyncEnumerator<EchoResponse> stream)
    {
        while (await stream.MoveNextAsync())
        {
        }
    }

    private static async Task<bool> IsClosedAsync(TcpClient connection)
    {
        try
        {
            return await connection.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(Patience) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static Task AssertServedAsync(GrpcChannel channel, EchoRequest? request = null) =>
        AssertServedAsync(cancel => channel.UnaryAsync(EchoService.Say, request ?? new EchoRequest(), cancellation: cancel));

    /// <summary>As a client that follows the retry delay: within its patience it is served.</summary>
    private static async Task AssertServedAsync(Func<CancellationToken, Task> call)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                await call(limit.Token);
                return;
            }
            catch (RpcException refused) when (refused.Code == StatusCode.ResourceExhausted)
            {
                Assert.Equal(TimeSpan.FromSeconds(1), refused.RetryDelay);
                await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token);
            }
        }
    }
}
