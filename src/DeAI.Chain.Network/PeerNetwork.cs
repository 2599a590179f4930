using System.Net;
using System.Threading.Channels;
using DeAI.Chain.Primitives;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Network;

/// <summary>
/// The node's place in the peer-to-peer network: listens, dials the peers it was given, keeps one session with each, and carries opaque
/// frames. Thread-safe. What it guarantees and what not stands in the README.
/// </summary>
public sealed class PeerNetwork : IAsyncDisposable
{
    private readonly PeerNetworkOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly NodeIdentity _identity;
    private readonly NetworkMetrics _metrics;
    private readonly Inbox _inbox;
    private readonly SessionTable _table;
    private readonly SessionHost _host;
    private readonly Listener _listener;
    private readonly DialerSet _dialers;
    private readonly CancellationTokenSource _stop = new();
    private int _started;
    private int _disposed;

    /// <param name="identity">Stays the caller's to dispose of, after this network.</param>
    /// <exception cref="ArgumentException">The options contradict themselves; <see cref="PeerNetworkOptions.Validate"/> says how.</exception>
    public PeerNetwork(
        PeerNetworkOptions options, NodeIdentity identity, IPeerDirectory directory, TimeProvider time, ILogger<PeerNetwork> logger)
    {
        if (options.Validate().Refusal is { } refusal)
        {
            throw new ArgumentException(refusal.ToString(), nameof(options));
        }

        _options = options;
        _identity = identity;
        _time = time;
        _logger = logger;
        _inbox = new Inbox(options.Incoming);
        _table = new SessionTable(identity.PublicKey, options.MaxSessions, options.HandshakeTimeout, time);
        _metrics = new NetworkMetrics(() => _table.Snapshot.Count, () => _listener?.Pending ?? 0, () => _inbox.Count);
        _host = new SessionHost(options, identity, directory, _inbox, _table, _metrics, time, logger, RaisePeerChanged);
        _listener = new Listener(options, _host, _metrics, time, logger);
        _dialers = new DialerSet(identity.PublicKey, options, _host, _metrics, time, logger);
        ListenAddress = options.Listen;
    }

    /// <summary>
    /// A peer got a session or lost it, in the order in which it happened. Two gains without a loss between mean that a new session took
    /// the old one's place, and frames on their way in the old one are lost. Handlers run inside the change and must be quick.
    /// </summary>
    public event EventHandler<PeerChangedEventArgs>? PeerChanged;

    public PublicKey PublicKey => _identity.PublicKey;

    /// <summary>With the actual port once started.</summary>
    public PeerAddress ListenAddress { get; private set; }

    /// <summary>
    /// Everything that peers send. The most urgent class comes first, within a class one frame per peer in turn; order is kept per peer
    /// and class. Ends after disposal.
    /// </summary>
    public ChannelReader<ReceivedFrame> Received => _inbox;

    /// <summary>Listens. Refused with <see cref="NetworkErrors.PortInUse"/> or <see cref="NetworkErrors.CannotListen"/>.</summary>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public async Task<Result> StartAsync(CancellationToken cancel = default)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new InvalidOperationException("A network is started once.");
        }

        cancel.ThrowIfCancellationRequested();
        Result<PeerAddress> listening = await _listener.StartAsync(_stop.Token);
        if (!listening.TryGet(out PeerAddress address, out Refusal? refusal))
        {
            return new Result(refusal);
        }

        ListenAddress = address;
        _host.Handshake.ListenAddress = Announced(_options.Advertise ?? address);
        NetworkLog.Listening(_logger, address, PublicKey);
        return Result.Ok;
    }

    /// <summary>
    /// The peers to dial from now on, in place of the former ones; this node's own entry is passed over. Sessions stay: who may hold one
    /// is the directory's matter.
    /// </summary>
    /// <returns>Refused with <see cref="NetworkErrors.BadAddress"/> when a key or an address is unusable; then nothing has changed.</returns>
    public Result SetPeers(IReadOnlyCollection<PeerEndpoint> peers) => _dialers.Set(peers);

    /// <summary>Closes now the sessions that the directory no longer permits, rather than at the next keepalive.</summary>
    public void EnforceDirectory()
    {
        foreach (PeerSession session in _table.Snapshot)
        {
            session.CheckDirectory();
        }
    }

    /// <summary>Queues a frame and returns at once. The bytes must not change afterwards: they are not copied.</summary>
    public SendOutcome Send(PublicKey peer, ChannelClass channel, ReadOnlyMemory<byte> frame) =>
        _table.Find(peer)?.Send(channel, frame) ?? SendOutcome.NotConnected;

    /// <summary>Like <see cref="Send"/>, but waits for room in the queue. Meant for <see cref="ChannelClass.Sync"/>.</summary>
    public ValueTask<SendOutcome> SendAsync(
        PublicKey peer, ChannelClass channel, ReadOnlyMemory<byte> frame, CancellationToken cancel = default) =>
        _table.Find(peer)?.SendAsync(channel, frame, cancel) ?? ValueTask.FromResult(SendOutcome.NotConnected);

    /// <summary>Queues one frame for every connected peer; the bytes are shared, not copied.</summary>
    /// <returns>How many queues took it.</returns>
    public int Broadcast(ChannelClass channel, ReadOnlyMemory<byte> frame)
    {
        int taken = 0;
        foreach (PeerSession session in _table.Snapshot)
        {
            taken += session.Send(channel, frame) is SendOutcome.Queued or SendOutcome.QueuedOldestDropped ? 1 : 0;
        }

        return taken;
    }

    public bool IsConnected(PublicKey peer) => _table.Find(peer) is not null;

    /// <summary>The keys of the peers with a session now, in no order.</summary>
    public IReadOnlyList<PublicKey> Connected() => [.. _table.Snapshot.Select(static session => session.Peer.Key)];

    /// <summary>All peers that are connected or dialled, by key.</summary>
    public IReadOnlyList<PeerStatus> Peers()
    {
        SortedDictionary<PublicKey, PeerStatus> peers = [];
        foreach (PeerEndpoint target in _dialers.Targets)
        {
            peers[target.Key] = Describe(target.Key, target.Address, _table.Find(target.Key));
        }

        foreach (PeerSession session in _table.Snapshot)
        {
            peers.TryAdd(session.Peer.Key, Describe(session.Peer.Key, dialled: null, session));
        }

        return [.. peers.Values];
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stop.CancelAsync();
        await _dialers.StopAsync();
        await _listener.DisposeAsync();
        // Last, since an accepted connection may have become a session a moment ago.
        _inbox.Complete();
        await _host.StopAsync();
        _metrics.Dispose();
        _stop.Dispose();
    }

    /// <summary>Nothing, where the address means something on this machine only.</summary>
    private static string Announced(PeerAddress address)
    {
        bool everywhere = IPAddress.TryParse(address.Host, out IPAddress? ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any));
        return everywhere || !PeerAddress.Parse(address.ToString()).IsOk ? string.Empty : address.ToString();
    }

    private PeerStatus Describe(PublicKey key, PeerAddress? dialled, PeerSession? session) => new(
        key,
        session?.Peer.Name ?? string.Empty,
        session?.Peer.Role ?? PeerRole.None,
        dialled,
        session?.RemoteAddress,
        session?.AnnouncedAddress,
        session?.ConnectedSince,
        session?.IsInitiator ?? false,
        session?.RoundTrip,
        session?.Counters.BytesIn ?? 0,
        session?.Counters.BytesOut ?? 0,
        session?.Counters.FramesIn ?? 0,
        session?.Counters.FramesOut ?? 0,
        session?.Outgoing.TotalDropped ?? 0,
        session?.Counters.IncomingDropped ?? 0,
        _host.LastError(key));

    private void RaisePeerChanged(PeerChangedEventArgs change)
    {
        try
        {
            PeerChanged?.Invoke(this, change);
        }
        catch (Exception e)
        {
            NetworkLog.HandlerFailed(_logger, nameof(PeerChanged), e);
        }
    }
}
