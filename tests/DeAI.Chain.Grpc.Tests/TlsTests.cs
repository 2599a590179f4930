using System.Net;
using System.Security.Cryptography.X509Certificates;
using DeAI.Chain.Grpc.Tests.Echo;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace DeAI.Chain.Grpc.Tests;

public sealed class TlsTests
{
    [Fact]
    public async Task MutualTls_PinnedCertificates_CallSucceedsAndHandlerSeesTheClient()
    {
        using X509Certificate2 serverCertificate = TestServer.Certificate("server");
        using X509Certificate2 clientCertificate = TestServer.Certificate("client");
        await using TestServer server = await TestServer.StartAsync(
            certificate: serverCertificate, acceptClient: shown => shown?.Thumbprint == clientCertificate.Thumbprint, alsoHttp1: true);
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions
        {
            ServerCertificateValidation = (_, shown, _, _) => shown is X509Certificate2 known && known.Thumbprint == serverCertificate.Thumbprint,
            ClientCertificate = clientCertificate,
        });

        EchoResponse response = await channel.UnaryAsync(EchoService.Say, new EchoRequest { Text = "tls" });

        Assert.Equal("tls", response.Text);
        Assert.Equal("CN=client", server.Echo.LastClientCertificate);
        using var raw = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.Subject == "CN=server", ClientCertificates = [clientCertificate] },
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, "/deai.test.v1.Echo/Say"))
        {
            Content = new ByteArrayContent([]) { Headers = { ContentType = new("application/grpc") } },
        };
        using HttpResponseMessage http1 = await raw.SendAsync(request);
        Assert.Equal(HttpStatusCode.UpgradeRequired, http1.StatusCode);
    }

    [Fact]
    public async Task Tls_ClientWithoutAcceptedCertificate_IsUnavailable()
    {
        using X509Certificate2 certificate = TestServer.Certificate("server");
        await using TestServer server = await TestServer.StartAsync(certificate: certificate, acceptClient: shown => shown is not null);
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions { ServerCertificateValidation = (_, shown, _, _) => shown?.Subject == "CN=server" });

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(EchoService.Say, new EchoRequest()));

        Assert.Equal(StatusCode.Unavailable, failure.Code);
        Assert.Null(server.Echo.LastCall);
    }

    [Fact]
    public async Task Tls_ServerNotTrusted_IsUnavailable()
    {
        using X509Certificate2 certificate = TestServer.Certificate("server");
        await using TestServer server = await TestServer.StartAsync(certificate: certificate);
        using GrpcChannel channel = server.Channel();

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(EchoService.Say, new EchoRequest()));

        Assert.Equal(StatusCode.Unavailable, failure.Code);
    }

    [Fact]
    public void ListenGrpc_PlaintextBeyondLoopback_Throws()
    {
        var kestrel = new KestrelServerOptions();

        Assert.Throws<ArgumentException>(() => kestrel.ListenGrpc(new GrpcEndpointOptions { Address = new IPEndPoint(IPAddress.Any, 0) }));
        Assert.Throws<ArgumentException>(
            () => kestrel.ListenGrpc(new GrpcEndpointOptions { Address = new IPEndPoint(IPAddress.Loopback, 0), AlsoHttp1 = true }));
    }
}
