using DeAI.Chain.Grpc.Health.V1;
using static DeAI.Chain.Grpc.Health.V1.HealthCheckResponse.Types;

namespace DeAI.Chain.Grpc.Tests;

public sealed class HealthTests
{
    private static readonly GrpcMethod<HealthCheckRequest, HealthCheckResponse> Check = new("grpc.health.v1.Health/Check");
    private static readonly GrpcMethod<HealthCheckRequest, HealthCheckResponse> Watch = new("grpc.health.v1.Health/Watch");

    [Fact]
    public async Task Check_FollowsTheRegistry()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();

        Assert.Equal(ServingStatus.NotServing, (await channel.UnaryAsync(Check, new HealthCheckRequest())).Status);
        server.Health.Set("", serving: true);
        server.Health.Set("a.B", serving: true);
        Assert.Equal(ServingStatus.Serving, (await channel.UnaryAsync(Check, new HealthCheckRequest())).Status);
        Assert.Equal(ServingStatus.Serving, (await channel.UnaryAsync(Check, new HealthCheckRequest { Service = "a.B" })).Status);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(Check, new HealthCheckRequest { Service = "c.D" }));
        Assert.Equal(StatusCode.NotFound, failure.Code);
    }

    [Fact]
    public async Task Watch_UnknownService_ThenSetAndChanged_IsTold()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        await using IAsyncEnumerator<HealthCheckResponse> seen = channel
            .ServerStream(Watch, new HealthCheckRequest { Service = "a.B" }, new GrpcCallOptions { Timeout = TimeSpan.FromSeconds(10) })
            .GetAsyncEnumerator();

        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync());
        server.Health.Set("a.B", serving: true);
        Assert.Equal(ServingStatus.Serving, await NextAsync());
        server.Health.Set("a.B", serving: true);
        server.Health.Set("a.B", serving: false);
        Assert.Equal(ServingStatus.NotServing, await NextAsync());

        async Task<ServingStatus> NextAsync()
        {
            Assert.True(await seen.MoveNextAsync());
            return seen.Current.Status;
        }
    }
}
