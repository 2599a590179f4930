using System.Net;
using DeAI.Chain.Grpc;
using DeAI.Chain.Grpc.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Api.Tests.Testing;

/// <summary>All services over a fake node on a real loopback port.</summary>
public sealed class ApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ApiServer(WebApplication app, FakeBackend backend)
    {
        _app = app;
        Backend = backend;
        Address = new Uri(app.Urls.Single().TrimEnd('/'));
        Channel = new GrpcChannel(Address);
    }

    public FakeBackend Backend { get; }

    public TestChain Chain => Backend.TestChain;

    public Uri Address { get; }

    public GrpcChannel Channel { get; }

    public static async Task<ApiServer> StartAsync(TestChain? chain = null, bool autoSeal = false, FakeBackend? shared = null)
    {
        FakeBackend backend = shared ?? new FakeBackend(chain ?? new TestChain()) { AutoSeal = autoSeal };
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.UseGrpcLimits(new GrpcTransportLimits());
            kestrel.ListenGrpc(new GrpcEndpointOptions { Address = new IPEndPoint(IPAddress.Loopback, 0) });
        });
        WebApplication app = builder.Build();
        IReadOnlyList<GrpcServiceBinding> services = ChainServices.CreateAll(backend);
        app.MapGrpc(new GrpcServerOptions(), [.. services, .. ReflectionService.Create(services)]);
        await app.StartAsync();
        return new ApiServer(app, backend);
    }

    public Task<TResponse> CallAsync<TRequest, TResponse>(ServiceDescriptor service, string method, TRequest request, GrpcCallOptions? options = null)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>, new() =>
        Channel.UnaryAsync(new GrpcMethod<TRequest, TResponse>(service.FindMethodByName(method)), request, options);

    /// <param name="hurry">Cancelled: calls in flight are cut off.</param>
    public Task StopAsync(CancellationToken hurry = default) => _app.StopAsync(hurry);

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.DisposeAsync();
    }
}
