using System.Diagnostics;
using DeAI.Chain.Grpc.Tests.Echo;
using Xunit.Abstractions;

namespace DeAI.Chain.Grpc.Tests;

/// <summary>Figures for the log; only that the calls succeed is asserted.</summary>
public sealed class ThroughputTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Unary_SixtyFourInFlight_PrintsCallsPerSecond()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        await RunAsync(TimeSpan.FromMilliseconds(500));

        (long calls, TimeSpan elapsed) = await RunAsync(TimeSpan.FromSeconds(1));

        output.WriteLine($"{calls / elapsed.TotalSeconds:N0} unary calls/s with 64 in flight, client and server in one process, {Environment.ProcessorCount} cores");
        Assert.True(calls > 0);

        async Task<(long Calls, TimeSpan Elapsed)> RunAsync(TimeSpan time)
        {
            long done = 0;
            var clock = Stopwatch.StartNew();
            await Task.WhenAll(Enumerable.Range(0, 64).Select(async _ =>
            {
                while (clock.Elapsed < time)
                {
                    EchoResponse response = await channel.UnaryAsync(EchoService.Say, new EchoRequest { Number = 5 });
                    Assert.Equal(5, response.Number);
                    Interlocked.Increment(ref done);
                }
            }));
            return (done, clock.Elapsed);
        }
    }

    [Fact]
    public async Task ServerStream_SmallMessages_PrintsMessagesPerSecond()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        await channel.ServerStream(EchoService.Count, new CountRequest { Messages = 20_000 }).CountAsync();
        var clock = Stopwatch.StartNew();

        int received = await channel.ServerStream(EchoService.Count, new CountRequest { Messages = 500_000 }).CountAsync();

        output.WriteLine($"{received / clock.Elapsed.TotalSeconds:N0} streamed messages/s, client and server in one process, {Environment.ProcessorCount} cores");
        Assert.Equal(500_000, received);
    }
}
