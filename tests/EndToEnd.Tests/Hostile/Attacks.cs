using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Cli.Commands.LocalNet;
using Google.Protobuf;
using Task = System.Threading.Tasks.Task;

namespace EndToEnd.Tests.Hostile;

/// <summary>Attacks on one node by clients that may connect to its ports and nothing else.</summary>
internal sealed class Attacks(LocalNode node)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>Connections that say nothing; one that the node ends is made again within a second.</summary>
    public Attack IdleConnections(int count) => new($"{count} idle connections", cancel => EachAsync(count, async () =>
    {
        await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1000)), cancel);
        using TcpClient connection = await Sockets.ConnectAsync(node.Grpc, cancel);
        await UntilClosedAsync(connection, cancel);
    }, cancel));

    /// <summary>A byte a second: HTTP/2 prefaces on the gRPC port, request lines on the metrics port, TLS records on the peer port.</summary>
    public Attack Drip(int count) => new($"{count} drips on each port", cancel => Task.WhenAll(
        DripAsync(count, node.Grpc, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray(), cancel),
        DripAsync(count, node.Metrics, "GET /metrics HTTP/1.1\r\nHost: localhost\r\nX-Slow: "u8.ToArray(), cancel),
        DripAsync(count, node.Listen, [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03], cancel)));

    /// <summary>Streams that are subscribed from the first block on and never read.</summary>
    public Attack UnreadSubscriptions(int connections, int streams) => new($"{connections} x {streams} unread subscriptions", cancel =>
        StreamsAsync(connections, streams, "deai.chain.v1.Blocks/Subscribe", new SubscribeRequest { AfterCursor = "0" }.ToByteArray(), cancel));

    /// <summary>Answers that nobody takes.</summary>
    public Attack UnreadAnswers(int connections, int streams) => new($"{connections} x {streams} unread answers", cancel =>
        StreamsAsync(connections, streams, "deai.chain.v1.Node/GetGenesis", [], cancel));

    /// <summary>Calls whose request never comes.</summary>
    public Attack HalfCalls(int connections, int streams) => new($"{connections} x {streams} calls without a message", cancel =>
        StreamsAsync(connections, streams, "deai.chain.v1.Transactions/Submit", null, cancel));

    /// <summary>The most expensive questions there are, asked again and again.</summary>
    public Attack HeavyReads(int connections, int streams) => new($"{connections} x {streams} heavy reads", async cancel =>
    {
        byte[] all = new ProveRangeRequest().ToByteArray();
        await EachAsync(connections, async () =>
        {
            await using RawHttp2 connection = await RawHttp2.ConnectAsync(node.Grpc, window: 1 << 30, cancel);
            for (int i = 0; i < streams; i++)
            {
                await connection.OpenAsync(i % 2 == 0 ? "deai.chain.v1.Audit/CheckInvariants" : "deai.chain.v1.State/ProveRange", all, cancel);
            }

            await Task.Delay(Beat, cancel);
        }, cancel);
    });

    /// <summary>Noise, and TLS that is never finished, on every port.</summary>
    public Attack Garbage(int count) => new($"{count} times garbage and half TLS on each port", cancel => Task.WhenAll(
        new[] { node.Grpc, node.Metrics, node.Listen }.SelectMany(address => new[] { NoiseAsync(count, address, cancel), HalfTlsAsync(count, address, cancel) })));

    private static Task NoiseAsync(int count, string address, CancellationToken cancel) => EachAsync(count, async () =>
    {
        byte[] noise = new byte[Random.Shared.Next(1, 64 << 10)];
        Random.Shared.NextBytes(noise);
        using TcpClient connection = await Sockets.ConnectAsync(address, cancel);
        await connection.GetStream().WriteAsync(noise, cancel);
        await Task.Delay(Random.Shared.Next(200), cancel);
    }, cancel);

    private static Task HalfTlsAsync(int count, string address, CancellationToken cancel) => EachAsync(count, async () =>
    {
        using TcpClient connection = await Sockets.ConnectAsync(address, cancel);
#pragma warning disable CA5359 // An attacker does not care who answers.
        await using SslStream tls = new(connection.GetStream(), leaveInnerStreamOpen: true, static (_, _, _, _) => true);
#pragma warning restore CA5359
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Beat);
        SslClientAuthenticationOptions options = new() { TargetHost = "deai", EnabledSslProtocols = SslProtocols.Tls13, ApplicationProtocols = [new("deai/1")] };
        await tls.AuthenticateAsClientAsync(options, limit.Token);
        await UntilClosedAsync(connection, cancel);
    }, cancel);

    private static Task DripAsync(int count, string address, byte[] bytes, CancellationToken cancel) => EachAsync(count, async () =>
    {
        using TcpClient connection = await Sockets.ConnectAsync(address, cancel);
        for (int i = 0; ; i++)
        {
            await connection.GetStream().WriteAsync(bytes.AsMemory(Math.Min(i, bytes.Length - 1), 1), cancel);
            await Task.Delay(Beat, cancel);
        }
    }, cancel);

    private Task StreamsAsync(int connections, int streams, string method, byte[]? message, CancellationToken cancel) => EachAsync(connections, async () =>
    {
        await using RawHttp2 connection = await RawHttp2.ConnectAsync(node.Grpc, window: 0, cancel);
        for (int i = 0; i < streams; i++)
        {
            await connection.OpenAsync(method, message, cancel);
        }

        while (!connection.IsGone)
        {
            await Task.Delay(Beat, cancel);
        }
    }, cancel);

    private static async Task UntilClosedAsync(TcpClient connection, CancellationToken cancel)
    {
        byte[] answer = new byte[256];
        while (await connection.GetStream().ReadAsync(answer, cancel) > 0)
        {
        }
    }

    /// <summary>So many at a time, each again when it has ended, whatever it ended with: that is what attackers do.</summary>
    private static Task EachAsync(int count, Func<Task> act, CancellationToken cancel) => Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await act();
            }
            catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException or AuthenticationException or InvalidOperationException)
            {
                // Refused, hung up on, or told to stop: the next round, if there is one, follows after a breath.
            }

            await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None), Task.Delay(Timeout.Infinite, cancel));
        }
    }));
}
