using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DeAI.Chain.Grpc.Health;
using DeAI.Chain.Grpc.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Grpc.Tests;

/// <summary>A real Kestrel on a free loopback port with the echo service, health and reflection.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestServer(WebApplication app, EchoService echo, HealthRegistry health, LogSink log, bool tls)
    {
        _app = app;
        Echo = echo;
        Health = health;
        Log = log;
        Address = new Uri(app.Urls.Single().Replace("[::]", "127.0.0.1").TrimEnd('/'));
        Assert.Equal(tls ? "https" : "http", Address.Scheme);
    }

    public EchoService Echo { get; }

    public HealthRegistry Health { get; }

    public LogSink Log { get; }

    public Uri Address { get; }

    public static async Task<TestServer> StartAsync(
        GrpcServerOptions? options = null, GrpcTransportLimits? limits = null, X509Certificate2? certificate = null,
        Func<X509Certificate2?, bool>? acceptClient = null, bool alsoHttp1 = false)
    {
        var log = new LogSink();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Information);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.UseGrpcLimits(limits ?? new GrpcTransportLimits());
            kestrel.ListenGrpc(new GrpcEndpointOptions
            {
                Address = new IPEndPoint(IPAddress.Loopback, 0),
                MaxConnections = (limits ?? new GrpcTransportLimits()).MaxConnections,
                Certificate = certificate,
                AcceptClientCertificate = acceptClient,
                AlsoHttp1 = alsoHttp1,
            });
        });
        WebApplication app = builder.Build();
        var echo = new EchoService();
        var health = new HealthRegistry();
        List<GrpcServiceBinding> services = [echo.Bind(), HealthService.Create(health)];
        services.Add(new GrpcServiceBuilder(Extended.ExtendedReflection.Descriptor.Services[0])
            .Unary<Extended.Ask, Extended.Extendable>("Get", (_, _) => Task.FromResult(new Extended.Extendable()))
            .Build());
        app.MapGrpc(options ?? new GrpcServerOptions(), [.. services, .. ReflectionService.Create(services)]);
        await app.StartAsync();
        return new TestServer(app, echo, health, log, certificate is not null);
    }

    public GrpcChannel Channel(GrpcChannelOptions? options = null) => new(Address, options);

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    public static X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
