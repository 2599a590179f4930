using System.Collections.Concurrent;
using System.Net.Sockets;
using DeAI.Chain.Primitives;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Network;

/// <summary>Turns connections into sessions, keeps one per peer, and tells when they come and go.</summary>
internal sealed class SessionHost
{
    private readonly PeerNetworkOptions _options;
    private readonly IPeerDirectory _directory;
    private readonly Inbox _inbox;
    private readonly NetworkMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<PeerChangedEventArgs> _changed;
    private readonly Lock _changes = new();
    private readonly ConcurrentDictionary<PeerSession, Task> _running = new();
    private readonly ConcurrentDictionary<PublicKey, Refusal> _lastErrors = new();
    private bool _stopped;

    public SessionHost(
        PeerNetworkOptions options,
        NodeIdentity identity,
        IPeerDirectory directory,
        Inbox inbox,
        SessionTable table,
        NetworkMetrics metrics,
        TimeProvider time,
        ILogger logger,
        Action<PeerChangedEventArgs> changed)
    {
        _options = options;
        _directory = directory;
        _inbox = inbox;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _changed = changed;
        Table = table;
        Handshake = new SessionHandshake(options, identity, directory, time);
    }

    public SessionTable Table { get; }

    public SessionHandshake Handshake { get; }

    public Refusal? LastError(PublicKey key) => _lastErrors.GetValueOrDefault(key);

    public void NoteError(PublicKey key, Refusal error) => _lastErrors[key] = error;

    /// <summary>Drops what is remembered of a peer that is no longer wanted.</summary>
    public void ForgetError(PublicKey key) => _lastErrors.TryRemove(key, out _);

    /// <summary>The table forgets a session a moment after its end; this is that moment.</summary>
    public Task WhenForgotten(PeerSession session) => _running.GetValueOrDefault(session, Task.CompletedTask);

    /// <summary>Takes the socket over and makes it a running session, or closes it.</summary>
    public async Task<Result<PeerSession>> EstablishAsync(Socket socket, PublicKey? expected, CancellationToken cancel)
    {
        Result<HandshakeOutcome> handshake = await Handshake.RunAsync(socket, expected, cancel);
        if (!handshake.TryGet(out HandshakeOutcome outcome, out Refusal? refusal))
        {
            return Result.Refuse<PeerSession>(refusal);
        }

        PeerSession session = new(outcome, _options, _directory, _inbox, _metrics, _time, _logger);
        Result admitted = Admit(session);
        session.Start();
        _running[session] = ObserveAsync(session);
        if (admitted.Refusal is { } refused)
        {
            session.Close(refused);
            return Result.Refuse<PeerSession>(refused);
        }

        return Result.Of(session);
    }

    public async Task StopAsync()
    {
        lock (_changes)
        {
            _stopped = true;
        }

        Refusal reason = new(NetworkErrors.ShuttingDown, "this node stops");
        foreach (PeerSession session in _running.Keys)
        {
            session.Close(reason);
        }

        await Task.WhenAll(_running.Values);
    }

    private Result Admit(PeerSession session)
    {
        // Under one lock with the event, so that handlers see changes in the order in which they happened.
        lock (_changes)
        {
            if (_stopped)
            {
                return Result.Refuse(NetworkErrors.ShuttingDown, "this node stops");
            }

            Result admitted = Table.Admit(session, out PeerSession? replaced);
            if (!admitted.IsOk)
            {
                return admitted;
            }

            replaced?.Close(new Refusal(NetworkErrors.DuplicateSession, "a newer or preferred session took its place"));
            _metrics.SessionOpened();
            NetworkLog.SessionOpened(
                _logger, session.Peer.Name, session.Peer.Key, session.RemoteAddress, session.IsInitiator ? "this node" : "the peer");
            _changed(new PeerChangedEventArgs(session.Peer, isConnected: true, reason: null));
            return Result.Ok;
        }
    }

    private async Task ObserveAsync(PeerSession session)
    {
        // First let EstablishAsync enter this task into the table that the end removes it from.
        await Task.Yield();
        Refusal reason = await session.Completion;
        lock (_changes)
        {
            if (Table.Remove(session))
            {
                _lastErrors[session.Peer.Key] = reason;
                _metrics.SessionClosed(reason.Code);
                NetworkLog.SessionClosed(_logger, session.Peer.Name, session.Peer.Key, reason);
                _changed(new PeerChangedEventArgs(session.Peer, isConnected: false, reason));
            }
        }

        _running.TryRemove(session, out _);
    }
}
