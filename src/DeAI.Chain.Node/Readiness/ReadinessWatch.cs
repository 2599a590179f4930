using DeAI.Chain.Grpc.Health;
using DeAI.Chain.Network;
using DeAI.Chain.Node.Composition;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Node.Readiness;

/// <summary>Tells peers where this node stands, hears where they stand, and says whether this node is ready.</summary>
internal sealed class ReadinessWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly NodeResources _resources;
    private readonly HealthRegistry _health;
    private readonly PublicKey[] _configured;
    private readonly PeerTips _tips;
    private readonly ITimer _timer;
    private bool _wasReady;

    public ReadinessWatch(NodeResources resources, IEnumerable<PublicKey> configured, HealthRegistry health, TimeProvider time)
    {
        _resources = resources;
        _health = health;
        _configured = [.. configured.Where(key => key != resources.Network.PublicKey)];
        _tips = new PeerTips(time);
        _timer = time.CreateTimer(_ => Turn(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        resources.Network.PeerChanged += OnPeerChanged;
    }

    public void Start() => _timer.Change(TimeSpan.Zero, Interval);

    /// <summary>Takes a frame that is meant for this.</summary>
    /// <returns>False for every other frame.</returns>
    public bool Take(ReceivedFrame frame)
    {
        ReadOnlySpan<byte> payload = frame.Payload.Span;
        if (frame.Channel != ChannelClass.Consensus || !TipAnnouncement.Is(payload))
        {
            return false;
        }

        if (Canonical.Decode<TipAnnouncement>(payload).TryGet(out TipAnnouncement? announced, out Refusal? malformed))
        {
            _tips.Heard(frame.Peer, announced.Tip);
            _resources.Relay.Asked(frame.Peer, announced.WantsRelay);
        }
        else
        {
            _resources.Parts.Telemetry.Report(new ReplicaEffect.Report("frame_refused", frame.Peer, malformed.Code, malformed.Detail));
        }

        return true;
    }

    /// <returns>Why this node is not ready now; null if it is.</returns>
    public Refusal? Judge()
    {
        Refusal? objection = Objection();
        Volatile.Write(ref _wasReady, objection is null);
        return objection;
    }

    public async ValueTask DisposeAsync()
    {
        _resources.Network.PeerChanged -= OnPeerChanged;
        await _timer.DisposeAsync();
    }

    private Refusal? Objection()
    {
        if (_resources.Parts.Failure.Failed is { IsCompletedSuccessfully: true } failed)
        {
            return failed.Result;
        }

        if (_resources.Parts.Disk.Full is { } full)
        {
            return new Refusal(NodeErrors.DiskFull, full);
        }

        StoredTip tip = _resources.Parts.Store.Tip!;
        if (_resources.Loop.Progress.IsSyncing)
        {
            return new Refusal(ReplicaErrors.Syncing, $"this node is at height {tip.Header.Height} and fetching blocks");
        }

        return ReadinessRule.Judge(
            tip.Header.Height, _resources.Network.PublicKey, tip.Validators, _configured, _tips.Fresh(), Volatile.Read(ref _wasReady));
    }

    private void Turn()
    {
        _resources.Relay.Choose();
        foreach (PublicKey peer in _resources.Network.Connected())
        {
            Announce(peer);
        }

        _health.Set(string.Empty, serving: Judge() is null);
    }

    private void OnPeerChanged(object? sender, PeerChangedEventArgs change)
    {
        _resources.Relay.Choose();
        if (change.IsConnected)
        {
            // At once: a network that starts is not to wait for the next turn.
            Announce(change.Peer.Key);
        }
        else
        {
            _tips.Lost(change.Peer.Key);
            _resources.Relay.Asked(change.Peer.Key, wants: false);
        }
    }

    private void Announce(PublicKey peer)
    {
        TipAnnouncement announcement = new(_resources.Parts.Store.Tip!.Header.Height, WantsRelay: _resources.Relay.Source == peer);
        _resources.Network.Send(peer, ChannelClass.Consensus, Canonical.Encode(announcement));
    }
}
