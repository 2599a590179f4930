using DeAI.Chain.Grpc.Tests.Echo;
using Google.Protobuf;

namespace DeAI.Chain.Grpc.Tests;

public sealed class CallShapeTests
{
    [Fact]
    public async Task Unary_MessageAndMetadata_ComeBack()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        Metadata? headers = null;
        var options = new GrpcCallOptions
        {
            Headers = new Metadata().Add("x-text", "a, b").Add("x-raw-bin", ByteString.CopyFrom(0, 255, 1)).Add("x-empty-bin", ByteString.Empty),
            OnHeaders = received => headers = received,
            Timeout = TimeSpan.FromSeconds(20),
        };
        var request = new EchoRequest { Text = "grüße", Number = long.MinValue, Payload = ByteString.CopyFrom(new byte[100_000]) };

        EchoResponse response = await channel.UnaryAsync(EchoService.Say, request, options);

        Assert.Equal(request.Text, response.Text);
        Assert.Equal(request.Number, response.Number);
        Assert.Equal(request.Payload, response.Payload);
        Assert.Equal("a, b", headers!.GetText("x-text"));
        Assert.Equal(ByteString.CopyFrom(0, 255, 1), headers.GetBinary("x-raw-bin"));
        Assert.Equal(ByteString.Empty, server.Echo.LastCall!.RequestHeaders.GetBinary("x-empty-bin"));
        Assert.StartsWith("ipv4:127.0.0.1:", server.Echo.LastPeer);
        Assert.InRange(server.Echo.LastCall.Deadline!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Unary_LargestMessages_PassBothWays()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        var request = new EchoRequest { Payload = ByteString.CopyFrom(new byte[(4 * 1024 * 1024) - 10]) };

        EchoResponse response = await channel.UnaryAsync(EchoService.Say, request);

        Assert.Equal(request.Payload.Length, response.Payload.Length);
    }

    [Fact]
    public async Task ServerStream_ManyMessages_ArriveInOrder()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        long expected = 0;

        await foreach (EchoResponse response in channel.ServerStream(EchoService.Count, new CountRequest { Messages = 20_000, PayloadBytes = 50 }))
        {
            Assert.Equal(expected++, response.Number);
        }

        Assert.Equal(20_000, expected);
    }

    [Fact]
    public async Task ServerStream_NoMessages_EndsWithOk()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();

        Assert.Empty(await channel.ServerStream(EchoService.Count, new CountRequest()).ToListAsync());
    }

    [Fact]
    public async Task ServerStream_PendingMessages_AreSentWhileTheProducerWaits()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        int received = 0;

        await foreach (EchoResponse _ in channel.ServerStream(EchoService.Count, new CountRequest { Messages = 3, Then = "wait" }))
        {
            if (++received == 3)
            {
                break;
            }
        }

        Assert.Equal(3, received);
        await server.Echo.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task ClientStream_ManyMessages_AreSummed()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        using ClientStreamCall<EchoRequest, EchoResponse> call = channel.ClientStream(EchoService.Sum);
        for (int i = 1; i <= 10_000; i++)
        {
            await call.WriteAsync(new EchoRequest { Number = i });
        }

        Assert.Equal(50_005_000, (await call.CompleteAsync()).Number);
        Assert.Equal(50_005_000, (await call.CompleteAsync()).Number);
    }

    [Fact]
    public async Task ClientStream_NoMessages_IsAnswered()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        using ClientStreamCall<EchoRequest, EchoResponse> call = channel.ClientStream(EchoService.Sum);

        Assert.Equal(0, (await call.CompleteAsync()).Number);
    }

    [Fact]
    public async Task ClientStream_ServerAnswersEarly_ResponseIsTaken()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        using ClientStreamCall<EchoRequest, EchoResponse> call = channel.ClientStream(EchoService.Sum);
        await call.WriteAsync(new EchoRequest { Number = 7 });
        await call.WriteAsync(new EchoRequest { Text = "enough" });

        Assert.Equal(7, (await call.CompleteAsync()).Number);
    }

    [Fact]
    public async Task Duplex_PingPong_EachAnswerComesWithoutFlush()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        Metadata? headers = null;
        using DuplexCall<EchoRequest, EchoResponse> call = channel.Duplex(
            EchoService.Talk, new GrpcCallOptions { Timeout = TimeSpan.FromSeconds(20), OnHeaders = received => headers = received });
        await using IAsyncEnumerator<EchoResponse> responses = call.ReadAllAsync().GetAsyncEnumerator();
        for (int i = 0; i < 200; i++)
        {
            await call.WriteAsync(new EchoRequest { Number = i });
            Assert.True(await responses.MoveNextAsync());
            Assert.Equal(i, responses.Current.Number);
        }

        await call.CompleteRequestsAsync();
        Assert.True(await responses.MoveNextAsync());
        Assert.Equal("end", responses.Current.Text);
        Assert.False(await responses.MoveNextAsync());
        Assert.Equal("hello", headers!.GetText("x-talk"));
    }

    [Fact]
    public async Task Duplex_ManyMessagesBothWays_ArriveInOrder()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        using DuplexCall<EchoRequest, EchoResponse> call = channel.Duplex(EchoService.Talk);
        Task writing = WriteAsync();
        long expected = 0;
        await foreach (EchoResponse response in call.ReadAllAsync())
        {
            Assert.True(response.Number == expected || response.Text == "end");
            expected++;
        }

        await writing;
        Assert.Equal(20_001, expected);

        async Task WriteAsync()
        {
            await call.WriteAllAsync(AsyncEnumerable.Range(0, 20_000).Select(i => new EchoRequest { Number = i }));
            await call.CompleteRequestsAsync();
        }
    }

    [Fact]
    public async Task ServerStream_SlowReader_HoldsTheProducerBack()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        const int messages = 4_000;
        const int bytes = 64 * 1024;
        await using IAsyncEnumerator<EchoResponse> responses =
            channel.ServerStream(EchoService.Count, new CountRequest { Messages = messages, PayloadBytes = bytes }).GetAsyncEnumerator();
        Assert.True(await responses.MoveNextAsync());

        int before;
        do
        {
            before = server.Echo.Produced;
            await Task.Delay(150);
        }
        while (server.Echo.Produced != before);

        // 256 MB are offered; what runs ahead of the reader is the windows of both sides.
        Assert.InRange(before, 1, 32 * 1024 * 1024 / bytes);
        int received = 1;
        while (await responses.MoveNextAsync())
        {
            received++;
        }

        Assert.Equal(messages, received);
    }
}
