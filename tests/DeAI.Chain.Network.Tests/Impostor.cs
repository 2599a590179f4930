using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Network.Tests;

/// <summary>The other end of a connection, under the test's own hand: it says whatever the test wants.</summary>
internal sealed class Impostor : IAsyncDisposable
{
    private Impostor(SslStream stream, Hash256 seenSpki)
    {
        Stream = stream;
        SeenSpki = seenSpki;
    }

    public SslStream Stream { get; }

    public Hash256 SeenSpki { get; }

    public static async Task<Impostor> DialAsync(TestNode node, NodeIdentity? identity, string alpn = "deai/1", SslProtocols tls = SslProtocols.Tls13)
    {
        Socket socket = await node.ConnectAsync();
        SslStream stream = new(new NetworkStream(socket, ownsSocket: true));
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "deai",
            ClientCertificateContext = identity?.CertificateContext,
            EnabledSslProtocols = tls,
            ApplicationProtocols = alpn.Length == 0 ? null : [new SslApplicationProtocol(alpn)],
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null || identity is null,
        });
        return new Impostor(stream, TlsCertificate.HashSpki((X509Certificate2)stream.RemoteCertificate!));
    }

    /// <summary>Accepts one connection and reads the hello that the dialler sends first.</summary>
    public static async Task<byte[]> RecordHelloAsync(Socket listener, NodeIdentity identity)
    {
        Socket socket = await listener.AcceptAsync();
        await using SslStream stream = new(new NetworkStream(socket, ownsSocket: true));
        await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = identity.CertificateContext,
            ClientCertificateRequired = true,
            EnabledSslProtocols = SslProtocols.Tls13,
            ApplicationProtocols = [new SslApplicationProtocol("deai/1")],
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
        });
        return await ReadFrameAsync(stream);
    }

    public static byte[] HelloFrame(Hello hello) => FrameCodecTests.Frame(0, ControlFrames.Hello(Canonical.Encode(hello)));

    public Hello HelloOf(NodeIdentity identity, ChainId chain) => new(
        Hello.CurrentVersion, chain, identity.PublicKey, identity.SignHello(chain, SeenSpki), PeerRole.Validator, "127.0.0.1:1");

    public async Task SendAsync(byte[] bytes) => await Stream.WriteAsync(bytes);

    /// <summary>Sends a good hello and reads the answer.</summary>
    public async Task EnterAsync(NodeIdentity identity)
    {
        await SendAsync(HelloFrame(HelloOf(identity, TestNode.Chain)));
        byte[] answer = await ReadFrameAsync(Stream);
        Assert.Equal((byte)ControlKind.Hello, answer[FrameCodec.HeaderLength]);
    }

    /// <summary>Reads frames up to the goodbye and returns its reason.</summary>
    public async Task<string> ReadGoodbyeAsync()
    {
        while (true)
        {
            byte[] frame = await ReadFrameAsync(Stream);
            if (frame[4] == 0 && frame[FrameCodec.HeaderLength] == (byte)ControlKind.Goodbye)
            {
                return ControlFrames.ReadReason(frame.AsSpan(FrameCodec.HeaderLength + 1)).Value;
            }
        }
    }

    public async Task<ulong> ReadPongAsync()
    {
        while (true)
        {
            byte[] frame = await ReadFrameAsync(Stream);
            if (frame[4] == 0 && frame[FrameCodec.HeaderLength] == (byte)ControlKind.Pong)
            {
                Assert.True(ControlFrames.TryReadNonce(frame.AsSpan(FrameCodec.HeaderLength + 1), out ulong nonce));
                return nonce;
            }
        }
    }

    public ValueTask DisposeAsync() => Stream.DisposeAsync();

    private static async Task<byte[]> ReadFrameAsync(SslStream stream)
    {
        using CancellationTokenSource limit = new(TestNode.Patience);
        byte[] header = new byte[FrameCodec.HeaderLength];
        await stream.ReadExactlyAsync(header, limit.Token);
        byte[] payload = new byte[System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(header)];
        await stream.ReadExactlyAsync(payload, limit.Token);
        return [.. header, .. payload];
    }
}
