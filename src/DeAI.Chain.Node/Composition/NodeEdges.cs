using System.Net;
using DeAI.Chain.Api;
using DeAI.Chain.Grpc;
using DeAI.Chain.Grpc.Health;
using DeAI.Chain.Grpc.Reflection;
using DeAI.Chain.Network;
using DeAI.Chain.Node.Backend;
using DeAI.Chain.Node.Configuration;
using DeAI.Chain.Node.Readiness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Node.Composition;

/// <summary>What faces clients and operators: gRPC with health and reflection, and plain pages for metrics and probes.</summary>
internal sealed class NodeEdges : IAsyncDisposable
{
    // What strangers at these ports can make a node hold: the README of this project has the sum.
    private const int MaxConnections = 128;
    private const int MaxStreams = 64;
    private const int MaxPageConnections = 64;
    private const int MaxCalls = 2048;

    /// <summary>Each reader of the chain holds a part of a block while its client is slow, and as a transaction may have MiB, so may the part.</summary>
    private const int MaxStreamingCalls = 128;
    private const long MaxBuffered = 64L << 20;

    private readonly NodeConfiguration _configuration;
    private readonly NodeResources _resources;
    private readonly HealthRegistry _health = new();
    private readonly WebApplication _application;

    public NodeEdges(NodeConfiguration configuration, NodeResources resources, TimeProvider time, ILoggerFactory logs)
    {
        _configuration = configuration;
        _resources = resources;
        Backend = new NodeBackend(resources, configuration.Role, time);
        Readiness = new ReadinessWatch(resources, configuration.Peers.Select(static peer => peer.Key), _health, time);
        _application = Build(logs);
    }

    public INodeBackend Backend { get; }

    /// <summary>Takes the peers' announcements.</summary>
    public ReadinessWatch Readiness { get; }

    public async Task<Result> StartAsync(CancellationToken cancel)
    {
        try
        {
            await _application.StartAsync(cancel);
        }
        catch (IOException exception)
        {
            return Result.Refuse(
                NodeErrors.CannotListen, $"{exception.Message} Change 'grpc' ({_configuration.Grpc}) or 'metrics' ({_configuration.Metrics}).");
        }

        Readiness.Start();
        return Result.Ok;
    }

    public async ValueTask DisposeAsync()
    {
        await Readiness.DisposeAsync();
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private WebApplication Build(ILoggerFactory logs)
    {
        // Nothing but node.json configures a node: the usual builders also read appsettings.json in the working directory and variables of the
        // environment, and watch the directory, which is where the database writes.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(logs);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.UseGrpcLimits(new GrpcTransportLimits { MaxConnections = MaxConnections, MaxStreamsPerConnection = MaxStreams, ConnectionWindow = 256 << 10 });
            kestrel.Limits.MaxResponseBufferSize = 32 << 10;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.ListenGrpc(new GrpcEndpointOptions { Address = EndPointOf(_configuration.Grpc), MaxConnections = MaxConnections });
            kestrel.Listen(EndPointOf(_configuration.Metrics), static listen => listen.GuardConnections(MaxPageConnections));
        });
        WebApplication application = builder.Build();
        application.UseRouting();
        IReadOnlyList<GrpcServiceBinding> chain = ChainServices.CreateAll(Backend);
        List<GrpcServiceBinding> services = [.. chain, HealthService.Create(_health)];
        services.AddRange(ReflectionService.Create([.. services]));
        application.MapGrpc(
            new GrpcServerOptions
            {
                MaxConcurrentCalls = MaxCalls,
                MaxConcurrentStreams = MaxStreamingCalls,
                MaxBufferedRequestBytes = MaxBuffered,
                MaxBufferedResponseBytes = MaxBuffered,
            },
            services);
        application.MapGet("/metrics", (HttpContext context) =>
        {
            context.Response.ContentType = "text/plain; version=0.0.4";
            return context.Response.WriteAsync(_resources.Metrics.Text());
        });
        application.MapGet("/livez", () => _resources.Parts.Failure.Failed.IsCompleted ? Results.StatusCode(503) : Results.Ok("live"));
        application.MapGet("/readyz", () => Readiness.Judge() is { } objection ? Results.Text($"{objection}\n", statusCode: 503) : Results.Text("ready\n"));
        application.MapGet("/startedz", () => Results.Ok("started"));
        return application;
    }

    private static IPEndPoint EndPointOf(PeerAddress address) =>
        IPAddress.TryParse(address.Host, out IPAddress? ip)
            ? new IPEndPoint(ip, address.Port)
            : new IPEndPoint(address.Host == "localhost" ? IPAddress.Loopback : Dns.GetHostAddresses(address.Host)[0], address.Port);
}
