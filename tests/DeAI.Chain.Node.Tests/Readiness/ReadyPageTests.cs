using System.Net;
using DeAI.Chain.Grpc;
using DeAI.Chain.Grpc.Health.V1;
using DeAI.Chain.Node.Tests.Testing;

namespace DeAI.Chain.Node.Tests.Readiness;

public sealed class ReadyPageTests
{
    private const ulong Missed = 24;
    private const ulong Near = 8;

    private static readonly HttpClient Pages = new() { Timeout = TimeSpan.FromSeconds(10) };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Ready_NodeThatStartsBehind_NotBeforeItHasCaughtUp()
    {
        await using TestNetwork network = TestNetwork.Create(4);
        for (int i = 0; i < 3; i++)
        {
            await network.StartAsync(i);
        }

        await UntilReadyAsync(network, 0);
        while (HeightOf(network, 0) < Missed)
        {
            await network.WaitForHeightAsync(0, HeightOf(network, 0) + 1);
        }

        await network.StartAsync(3);
        while ((await AskAsync(network, 3)).Status != HttpStatusCode.OK)
        {
            await Task.Delay(5);
        }

        Assert.True(HeightOf(network, 3) + Near >= Missed, $"ready at height {HeightOf(network, 3)} while the others were at {Missed} or above");
        await network.StopAsync(0);
        await network.StopAsync(1);
        await UntilAsync(network, 3, HttpStatusCode.ServiceUnavailable);
        Assert.StartsWith("node.unheard: ", (await AskAsync(network, 3)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ready_OfANetworkWithoutQuorum_SaysWhyAndHealthFollows()
    {
        await using TestNetwork network = TestNetwork.Create(4);
        await network.StartAsync(0);
        await network.StartAsync(1);

        Answer alone = await AskAsync(network, 0);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, alone.Status);
        Assert.StartsWith("node.unheard: ", alone.Text, StringComparison.Ordinal);
        using GrpcChannel channel = new(new Uri($"http://{network.Configurations[0].Grpc}"));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, await HealthAsync(channel));

        await network.StartAsync(2);
        await UntilReadyAsync(network, 0);
        using CancellationTokenSource limit = new(Patience);
        while (await HealthAsync(channel) != HealthCheckResponse.Types.ServingStatus.Serving)
        {
            await Task.Delay(50, limit.Token);
        }
    }

    [Fact]
    public async Task Ready_ChainOfOne_AtOnce()
    {
        await using TestNetwork network = TestNetwork.Create(1);
        await network.StartAsync(0);

        Assert.Equal(new Answer(HttpStatusCode.OK, "ready\n"), await AskAsync(network, 0));
    }

    private static ulong HeightOf(TestNetwork network, int node) => network.Nodes[node]!.Resources.Parts.Store.Tip!.Header.Height.Value;

    private static Task UntilReadyAsync(TestNetwork network, int node) => UntilAsync(network, node, HttpStatusCode.OK);

    private static async Task UntilAsync(TestNetwork network, int node, HttpStatusCode status)
    {
        using CancellationTokenSource limit = new(Patience);
        while ((await AskAsync(network, node)).Status != status)
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private static async Task<Answer> AskAsync(TestNetwork network, int node)
    {
        using HttpResponseMessage answer = await Pages.GetAsync(new Uri($"http://{network.Configurations[node].Metrics}/readyz"));
        return new Answer(answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<HealthCheckResponse.Types.ServingStatus> HealthAsync(GrpcChannel channel)
    {
        GrpcMethod<HealthCheckRequest, HealthCheckResponse> check = new("grpc.health.v1.Health/Check");
        return (await channel.UnaryAsync(check, new HealthCheckRequest())).Status;
    }

    private sealed record Answer(HttpStatusCode Status, string Text);
}
