using System.Diagnostics;
using Xunit.Abstractions;

namespace DeAI.Chain.Network.Tests;

/// <summary>Figures for people, over TLS on loopback with both ends in one process; only the arrival of every frame is asserted.</summary>
[Collection("sockets")]
public sealed class ThroughputTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(200, 200_000)]
    [InlineData(256 * 1024, 400)]
    public async Task SendAsync_ManyFrames_AllArrive(int length, int count)
    {
        PeerNetworkOptions options = TestNode.Options with
        {
            Incoming = new QueueBounds { Sync = new QueueBound(16_384, 32 << 20) },
            Outgoing = new QueueBounds { Sync = new QueueBound(16_384, 32 << 20) },
        };
        TestNode[] pair = await TestNode.PairAsync(options, options);
        await using TestNode a = pair[0];
        await using TestNode b = pair[1];
        byte[] payload = new byte[length];
        Stopwatch watch = Stopwatch.StartNew();
        Task sending = Task.Run(async () =>
        {
            for (int i = 0; i < count; i++)
            {
                await a.Network.SendAsync(b.Key, ChannelClass.Sync, payload);
            }
        });
        long bytes = 0;
        for (int i = 0; i < count; i++)
        {
            bytes += (await b.Network.Received.ReadAsync()).Payload.Length;
        }

        await sending;
        double seconds = watch.Elapsed.TotalSeconds;
        output.WriteLine($"{length} bytes: {count / seconds:N0} frames/s, {bytes / seconds / 1e6:N0} MB/s");
        Assert.Equal((long)length * count, bytes);
    }
}
