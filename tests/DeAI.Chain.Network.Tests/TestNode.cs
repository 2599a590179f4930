using System.Diagnostics.Metrics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeAI.Chain.Network.Tests;

/// <summary>A real network on a loopback port, with a directory of its own.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    public static readonly ChainId Chain = new(SHA256.HashData("test chain"u8));

    /// <summary>Generous: a busy machine must not fail a test that only waits for something to happen.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SigningKey _key;

    private TestNode(SigningKey key, NodeIdentity identity, PeerDirectory directory, PeerNetwork network)
    {
        _key = key;
        Identity = identity;
        Directory = directory;
        Network = network;
    }

    public NodeIdentity Identity { get; }

    public PeerDirectory Directory { get; }

    public PeerNetwork Network { get; }

    public PublicKey Key => _key.PublicKey;

    public PeerEndpoint Endpoint => new(Key, Network.ListenAddress);

    public static PeerNetworkOptions Options { get; } = new()
    {
        Chain = Chain,
        Role = PeerRole.Validator,
        Listen = new PeerAddress("127.0.0.1", 0),
        RedialBase = TimeSpan.FromMilliseconds(20),
        RedialCap = TimeSpan.FromMilliseconds(200),
    };

    public static SigningKey KeyOf(string name) => SigningKey.FromSeed(SHA256.HashData(Encoding.ASCII.GetBytes(name)));

    public static PeerInfo InfoOf(string name)
    {
        using SigningKey key = KeyOf(name);
        return new PeerInfo(key.PublicKey, PeerRole.Validator, name);
    }

    public static NodeIdentity IdentityOf(SigningKey key) => new(key, TlsCertificate.Create(TimeProvider.System));

    public static async Task<TestNode> StartAsync(string name, string[] permitted, PeerNetworkOptions? options = null)
    {
        SigningKey key = KeyOf(name);
        NodeIdentity identity = IdentityOf(key);
        PeerDirectory directory = new(permitted.Select(InfoOf));
        PeerNetwork network = new(options ?? Options, identity, directory, TimeProvider.System, NullLogger<PeerNetwork>.Instance);
        Result started = await network.StartAsync();
        Assert.True(started.IsOk, started.Refusal?.ToString());
        return new TestNode(key, identity, directory, network);
    }

    public void Dial(params TestNode[] peers) => Assert.True(Network.SetPeers([.. peers.Select(p => p.Endpoint)]).IsOk);

    public static async Task<TestNode[]> PairAsync(PeerNetworkOptions? first = null, PeerNetworkOptions? second = null)
    {
        TestNode a = await StartAsync("a", ["a", "b"], first);
        TestNode b = await StartAsync("b", ["a", "b"], second);
        a.Dial(b);
        await Until(() => a.Network.IsConnected(b.Key) && b.Network.IsConnected(a.Key));
        return [a, b];
    }

    public async Task<Socket> ConnectAsync()
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(Network.ListenAddress.Host, Network.ListenAddress.Port);
        return socket;
    }

    public async Task<ReceivedFrame> ReceiveAsync()
    {
        using CancellationTokenSource limit = new(Patience);
        return await Network.Received.ReadAsync(limit.Token);
    }

    /// <summary>Polls at a pace that costs nothing; the conditions are states of another thread without an event of their own.</summary>
    public static async Task Until(Func<bool> condition)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, "the awaited state did not come");
            await Task.Delay(5);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Network.DisposeAsync();
        Identity.Dispose();
        _key.Dispose();
    }
}

/// <summary>Counts refusals by reason over all networks of the process: tests ask only for reasons that they alone provoke, or for growth.</summary>
internal sealed class RefusalListener : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Channel<string> _reasons = System.Threading.Channels.Channel.CreateUnbounded<string>();

    public RefusalListener()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == NetworkMetrics.MeterName && instrument.Name == "deai.network.refused")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => _reasons.Writer.TryWrite((string)tags[0].Value!));
        _listener.Start();
    }

    public async Task<string> NextAsync()
    {
        using CancellationTokenSource limit = new(TestNode.Patience);
        return await _reasons.Reader.ReadAsync(limit.Token);
    }

    public void Dispose() => _listener.Dispose();
}
