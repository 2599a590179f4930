using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network.Tests;

[Collection("sockets")]
public sealed class HandshakeTests
{
    private static readonly ChainId s_otherChain = new(SHA256.HashData("other chain"u8));

    [Fact]
    public async Task Dial_NodeOfAnotherChain_BothSidesSayWrongChain()
    {
        using RefusalListener refusals = new();
        await using TestNode a = await TestNode.StartAsync("a", ["a", "b"], TestNode.Options with { Chain = s_otherChain });
        await using TestNode b = await TestNode.StartAsync("b", ["a", "b"]);
        a.Dial(b);
        Assert.Equal("network.wrong_chain", await refusals.NextAsync());
        await TestNode.Until(() => a.Network.Peers()[0].LastError is not null);
        Refusal error = a.Network.Peers()[0].LastError!;
        Assert.Equal(NetworkErrors.ClosedByPeer, error.Code);
        Assert.Contains("network.wrong_chain", error.Detail, StringComparison.Ordinal);
        Assert.False(b.Network.IsConnected(a.Key));
    }

    [Fact]
    public async Task Dial_KeyNotInTheDirectory_IsRefusedUntilItIsEntered()
    {
        using RefusalListener refusals = new();
        await using TestNode a = await TestNode.StartAsync("a", ["a", "b"]);
        await using TestNode b = await TestNode.StartAsync("b", ["b"]);
        a.Dial(b);
        Assert.Equal("network.unknown_peer", await refusals.NextAsync());
        Assert.False(b.Network.IsConnected(a.Key));
        b.Directory.Replace([TestNode.InfoOf("a"), TestNode.InfoOf("b")]);
        await TestNode.Until(() => b.Network.IsConnected(a.Key));
    }

    [Fact]
    public async Task Dial_AnotherPermittedNodeAnswers_IsUnexpected()
    {
        await using TestNode a = await TestNode.StartAsync("a", ["a", "b", "c"]);
        await using TestNode b = await TestNode.StartAsync("b", ["a", "b", "c"]);
        Assert.True(a.Network.SetPeers([new PeerEndpoint(TestNode.InfoOf("c").Key, b.Network.ListenAddress)]).IsOk);
        await TestNode.Until(() => a.Network.Peers()[0].LastError?.Code == NetworkErrors.UnexpectedPeer);
        Assert.False(a.Network.IsConnected(b.Key));
    }

    [Fact]
    public async Task Dial_OwnAddressUnderAnotherKey_IsSelfConnection()
    {
        using RefusalListener refusals = new();
        await using TestNode a = await TestNode.StartAsync("a", ["a", "b"]);
        Assert.True(a.Network.SetPeers([new PeerEndpoint(TestNode.InfoOf("b").Key, a.Network.ListenAddress)]).IsOk);
        Assert.Equal("network.self_connection", await refusals.NextAsync());
    }

    [Fact]
    public async Task Hello_RecordedInAnotherSession_IsRefused()
    {
        // Mallory is a permitted member. Alice dials her; she records Alice's hello and shows it to Bob as her own.
        using RefusalListener refusals = new();
        await using TestNode alice = await TestNode.StartAsync("alice", ["alice", "bob", "mallory"]);
        await using TestNode bob = await TestNode.StartAsync("bob", ["alice", "bob", "mallory"]);
        using SigningKey malloryKey = TestNode.KeyOf("mallory");
        using NodeIdentity mallory = TestNode.IdentityOf(malloryKey);
        using Socket trap = new(SocketType.Stream, ProtocolType.Tcp);
        trap.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        trap.Listen();
        int port = ((IPEndPoint)trap.LocalEndPoint!).Port;
        Task<byte[]> recording = Impostor.RecordHelloAsync(trap, mallory);
        Assert.True(alice.Network.SetPeers([new PeerEndpoint(mallory.PublicKey, new PeerAddress("127.0.0.1", port))]).IsOk);
        byte[] recorded = await recording;

        await using Impostor impostor = await Impostor.DialAsync(bob, mallory);
        await impostor.SendAsync(recorded);
        Assert.Equal("network.bad_hello_signature", await impostor.ReadGoodbyeAsync());
        Assert.Equal("network.bad_hello_signature", await refusals.NextAsync());
        Assert.False(bob.Network.IsConnected(alice.Key));
    }

    [Fact]
    public async Task Hello_SignedForTheReflectedPair_IsRefused()
    {
        await using TestNode bob = await TestNode.StartAsync("bob", ["alice", "bob"]);
        using SigningKey aliceKey = TestNode.KeyOf("alice");
        using NodeIdentity alice = TestNode.IdentityOf(aliceKey);
        await using Impostor impostor = await Impostor.DialAsync(bob, alice);
        Signature reflected = aliceKey.Sign(HelloSignature.Message(TestNode.Chain, impostor.SeenSpki, alice.TlsSpkiHash));
        await impostor.SendAsync(Impostor.HelloFrame(impostor.HelloOf(alice, TestNode.Chain) with { Binding = reflected }));
        Assert.Equal("network.bad_hello_signature", await impostor.ReadGoodbyeAsync());
    }

    [Fact]
    public async Task Hello_Good_OpensASessionAndAnswersPings()
    {
        await using TestNode bob = await TestNode.StartAsync("bob", ["alice", "bob"]);
        using SigningKey aliceKey = TestNode.KeyOf("alice");
        using NodeIdentity alice = TestNode.IdentityOf(aliceKey);
        await using Impostor impostor = await Impostor.DialAsync(bob, alice);
        await impostor.EnterAsync(alice);
        await TestNode.Until(() => bob.Network.IsConnected(alice.PublicKey));
        await impostor.SendAsync(FrameCodecTests.Frame((byte)ChannelClass.Consensus, "vote"u8));
        ReceivedFrame frame = await bob.ReceiveAsync();
        Assert.Equal(new ReceivedFrame(alice.PublicKey, ChannelClass.Consensus, Blob.CopyOf("vote"u8)), frame);
        await impostor.SendAsync(FrameCodecTests.Frame(0, ControlFrames.Ping(77)));
        Assert.Equal(77ul, await impostor.ReadPongAsync());
    }

    [Fact]
    public async Task Hello_SecondFromTheSameDialler_ReplacesTheFirst()
    {
        await using TestNode bob = await TestNode.StartAsync("bob", ["alice", "bob"]);
        using SigningKey aliceKey = TestNode.KeyOf("alice");
        using NodeIdentity alice = TestNode.IdentityOf(aliceKey);
        await using Impostor first = await Impostor.DialAsync(bob, alice);
        await first.EnterAsync(alice);
        await TestNode.Until(() => bob.Network.IsConnected(alice.PublicKey));
        await using Impostor second = await Impostor.DialAsync(bob, alice);
        await second.EnterAsync(alice);
        Assert.Equal("network.duplicate_session", await first.ReadGoodbyeAsync());
        await second.SendAsync(FrameCodecTests.Frame((byte)ChannelClass.Consensus, "here"u8));
        Assert.Equal(alice.PublicKey, (await bob.ReceiveAsync()).Peer);
        Assert.True(bob.Network.IsConnected(alice.PublicKey));
    }

    [Theory]
    [InlineData("version", "network.wrong_version")]
    [InlineData("noise", "network.malformed_hello")]
    [InlineData("address", "network.malformed_hello")]
    [InlineData("ping", "network.malformed_hello")]
    [InlineData("early", "network.channel_not_open")]
    [InlineData("oversize", "network.frame_too_large")]
    public async Task Hello_Malformed_IsRefusedWithItsReason(string what, string reason)
    {
        using RefusalListener refusals = new();
        await using TestNode bob = await TestNode.StartAsync("bob", ["alice", "bob"]);
        using SigningKey aliceKey = TestNode.KeyOf("alice");
        using NodeIdentity alice = TestNode.IdentityOf(aliceKey);
        await using Impostor impostor = await Impostor.DialAsync(bob, alice);
        Hello good = impostor.HelloOf(alice, TestNode.Chain);
        await impostor.SendAsync(what switch
        {
            "version" => Impostor.HelloFrame(good with { Version = 2 }),
            "noise" => FrameCodecTests.Frame(0, [1, 0x96, 0xc1, 0xff]),
            "address" => Impostor.HelloFrame(good with { ListenAddress = "nowhere" }),
            "ping" => FrameCodecTests.Frame(0, ControlFrames.Ping(1)),
            "early" => FrameCodecTests.Frame((byte)ChannelClass.Sync, [1]),
            _ => [0x7f, 0xff, 0xff, 0xff, 0],
        });
        Assert.Equal(reason, await impostor.ReadGoodbyeAsync());
        Assert.Equal(reason, await refusals.NextAsync());
    }

    [Fact]
    public async Task Accept_GarbageInPlaceOfTls_IsRefused()
    {
        using RefusalListener refusals = new();
        await using TestNode bob = await TestNode.StartAsync("bob", ["bob"]);
        using Socket socket = await bob.ConnectAsync();
        await socket.SendAsync("GET / HTTP/1.1\r\nHost: bob\r\n\r\n"u8.ToArray());
        Assert.Equal("network.tls_failed", await refusals.NextAsync());
    }

    [Theory]
    [InlineData("h2", SslProtocols.Tls13, true)]
    [InlineData("", SslProtocols.Tls13, true)]
    [InlineData("deai/1", SslProtocols.Tls12, true)]
    [InlineData("deai/1", SslProtocols.Tls13, false)]
    public async Task Accept_OtherAlpnOrTlsOrNoCertificate_IsRefused(string alpn, SslProtocols tls, bool certificate)
    {
        using RefusalListener refusals = new();
        await using TestNode bob = await TestNode.StartAsync("bob", ["alice", "bob"]);
        using SigningKey aliceKey = TestNode.KeyOf("alice");
        using NodeIdentity alice = TestNode.IdentityOf(aliceKey);
        try
        {
            await using Impostor impostor = await Impostor.DialAsync(bob, certificate ? alice : null, alpn, tls);
            await impostor.SendAsync(Impostor.HelloFrame(impostor.HelloOf(alice, TestNode.Chain)));
            string reason = await refusals.NextAsync();
            Assert.Contains(reason, new[] { "network.tls_failed", "network.wrong_protocol" });
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            Assert.Equal("network.tls_failed", await refusals.NextAsync());
        }

        Assert.Empty(bob.Network.Peers());
    }

    [Fact]
    public async Task Accept_SlowLoris_IsCutOffAndHonestPeersStillEnter()
    {
        using RefusalListener refusals = new();
        PeerNetworkOptions options = TestNode.Options with { HandshakeTimeout = TimeSpan.FromMilliseconds(700), MaxPendingPerAddress = 4 };
        await using TestNode bob = await TestNode.StartAsync("bob", ["alice", "bob"], options);
        List<Socket> silent = [];
        for (int i = 0; i < 6; i++)
        {
            Socket socket = await bob.ConnectAsync();
            silent.Add(socket);
            await socket.SendAsync(new byte[] { 0x16 });
        }

        List<string> reasons = [];
        for (int i = 0; i < 6; i++)
        {
            reasons.Add(await refusals.NextAsync());
        }

        Assert.Equal(2, reasons.Count(r => r == "network.too_many_connections"));
        Assert.Equal(4, reasons.Count(r => r == "network.handshake_timeout"));
        await using TestNode alice = await TestNode.StartAsync("alice", ["alice", "bob"]);
        alice.Dial(bob);
        await TestNode.Until(() => bob.Network.IsConnected(alice.Key));
        silent.ForEach(s => s.Dispose());
    }
}
