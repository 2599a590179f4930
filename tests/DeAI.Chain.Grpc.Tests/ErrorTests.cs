using System.Net;
using System.Net.Sockets;
using DeAI.Chain.Grpc.Tests.Echo;
using Google.Protobuf;

namespace DeAI.Chain.Grpc.Tests;

public sealed class ErrorTests
{
    [Fact]
    public async Task Unary_GrpcException_ArrivesWithDetailsAndTrailers()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(EchoService.Say, new EchoRequest { Text = "fail" }));

        AssertRefusal(failure);
        Assert.Equal("t", failure.Trailers.GetText("x-trailer"));
        Assert.Equal(ByteString.CopyFrom(1, 2, 255), failure.Trailers.GetBinary("x-trailer-bin"));
    }

    [Fact]
    public async Task Unary_HandlerCrash_IsInternalWithoutItsMessageAndLogged()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(EchoService.Say, new EchoRequest { Text = "crash" }));

        Assert.Equal(StatusCode.Internal, failure.Code);
        Assert.DoesNotContain("secret", failure.ToString());
        Assert.Contains(server.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("Echo/Say") && line.Contains("secret"));
    }

    [Fact]
    public async Task Unary_DetailsOverTheHeaderLimit_StatusArrivesWithoutThem()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();

        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            () => channel.UnaryAsync(EchoService.Say, new EchoRequest { Text = "huge-details" }));

        Assert.Equal(StatusCode.Aborted, failure.Code);
        Assert.Null(failure.Status);
        Assert.Contains(server.Log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("fail-first", 0)]
    [InlineData("fail", 3)]
    public async Task ServerStream_Failure_ComesAfterWhatWasSent(string then, int messages)
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        int received = 0;

        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await foreach (EchoResponse _ in channel.ServerStream(EchoService.Count, new CountRequest { Messages = messages, Then = then }))
            {
                received++;
            }
        });

        Assert.Equal(messages, received);
        AssertRefusal(failure);
    }

    [Fact]
    public async Task ClientStream_FailureWhileWriting_EndsTheWritesWithTheStatus()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        using ClientStreamCall<EchoRequest, EchoResponse> call = channel.ClientStream(
            EchoService.Sum, new GrpcCallOptions { Timeout = TimeSpan.FromSeconds(20) });
        await call.WriteAsync(new EchoRequest { Text = "fail" });

        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (true)
            {
                await call.WriteAsync(new EchoRequest { Payload = ByteString.CopyFrom(new byte[10_000]) });
            }
        });

        AssertRefusal(failure);
        AssertRefusal(await Assert.ThrowsAsync<RpcException>(call.CompleteAsync));
    }

    [Fact]
    public async Task Duplex_FailureInTheMiddle_ReachesTheReader()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        using DuplexCall<EchoRequest, EchoResponse> call = channel.Duplex(EchoService.Talk);
        await call.WriteAsync(new EchoRequest { Number = 1 });
        await call.WriteAsync(new EchoRequest { Text = "fail" });

        var received = new List<EchoResponse>();
        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await foreach (EchoResponse response in call.ReadAllAsync())
            {
                received.Add(response);
            }
        });

        AssertRefusal(failure);
        Assert.Equal(1, Assert.Single(received).Number);
        await call.CompleteRequestsAsync();
    }

    [Theory]
    [InlineData("deai.test.v1.Echo/Nothing")]
    [InlineData("no.such.Service/Say")]
    public async Task Unary_UnknownMethod_IsUnimplemented(string name)
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        var method = new GrpcMethod<EchoRequest, EchoResponse>(name);

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(method, new EchoRequest()));

        Assert.Equal(StatusCode.Unimplemented, failure.Code);
    }

    [Fact]
    public async Task Unary_NothingListens_IsUnavailable()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        using var channel = new GrpcChannel(new Uri($"http://127.0.0.1:{port}"));

        RpcException unary = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(EchoService.Say, new EchoRequest()));
        using ClientStreamCall<EchoRequest, EchoResponse> call = channel.ClientStream(EchoService.Sum);
        RpcException stream = await Assert.ThrowsAsync<RpcException>(async () => await call.WriteAsync(new EchoRequest()));

        Assert.Equal(StatusCode.Unavailable, unary.Code);
        Assert.Equal(StatusCode.Unavailable, stream.Code);
    }

    [Fact]
    public async Task Unary_ServerSpeaksSomethingElse_IsUnavailableOrInternal()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = ServeAsync();
        using var channel = new GrpcChannel(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"));

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(
            EchoService.Say, new EchoRequest(), new GrpcCallOptions { Timeout = TimeSpan.FromSeconds(10) }));

        Assert.Contains(failure.Code, new[] { StatusCode.Unavailable, StatusCode.Internal });
        await serving;

        async Task ServeAsync()
        {
            using TcpClient client = await listener.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        }
    }

    [Fact]
    public async Task Unary_BeforeCallRefuses_HandlerDoesNotRun()
    {
        var options = new GrpcServerOptions { BeforeCall = call => throw new GrpcException(StatusCode.Unauthenticated, call.Method) };
        await using TestServer server = await TestServer.StartAsync(options);
        using GrpcChannel channel = server.Channel();

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(EchoService.Say, new EchoRequest()));

        Assert.Equal(StatusCode.Unauthenticated, failure.Code);
        Assert.Equal("deai.test.v1.Echo/Say", failure.Detail);
        Assert.Null(server.Echo.LastCall);
    }

    private static void AssertRefusal(RpcException failure)
    {
        Assert.Equal(StatusCode.ResourceExhausted, failure.Code);
        Assert.Equal("Der Vorrat ist voll: 100 % \u2603", failure.Detail);
        Assert.Equal("MEMPOOL_FULL", failure.ErrorInfo!.Reason);
        Assert.Equal("deai.chain", failure.ErrorInfo.Domain);
        Assert.Equal("5000", failure.ErrorInfo.Metadata["size"]);
        Assert.Equal(TimeSpan.FromMilliseconds(1500), failure.RetryDelay);
        Assert.Equal((int)failure.Code, failure.Status!.Code);
    }
}
