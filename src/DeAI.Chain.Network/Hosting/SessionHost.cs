using System.Collections.Concurrent;
using System.Net.Sockets;
using DeAI.Chain.Primitives;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Network;

/// <summary>Turns connections into sessions, keeps one per peer, and tells when they come and go.</summary>
internal sealed class SessionHost
{
    /// <summary>The current one, the one it replaced, and one more whose farewell is not over: a member cannot pile them up.</summary>
    private const int MaxSessionsPerKey = 3;

    private readonly PeerNetworkOptions _options;
    private readonly IPeerDirectory _directory;
    private readonly Inbox _inbox;
    private readonly NetworkMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<PeerChangedEventArgs> _changed;
    private readonly Lock _changes = new();
    private readonly Dictionary<PeerSession, Task> _running = [];
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

    /// <summary>Takes the socket over and makes it a running session, or closes it.</summary>
    public async Task<Result<PeerSession>> EstablishAsync(Socket socket, PublicKey? expected, CancellationToken cancel)
    {
        Result<HandshakeOutcome> handshake = await Handshake.RunAsync(socket, expected, cancel);
        if (!handshake.TryGet(out HandshakeOutcome outcome, out Refusal? refusal))
        {
            return Result.Refuse<PeerSession>(refusal);
        }

        if (CountOf(outcome.Peer.Key) >= MaxSessionsPerKey)
        {
            await outcome.Connection.DisposeAsync();
            return Result.Refuse<PeerSession>(NetworkErrors.TooManyConnections, $"peer {outcome.Peer.Name} reconnects too fast");
        }

        PeerSession session = new(outcome, _options, _directory, _inbox, _metrics, _time, _logger);
        Result admitted = Admit(session);
        session.Start();
        lock (_changes)
        {
            _running[session] = ObserveAsync(session);
        }

        if (admitted.Refusal is { } refused)
        {
            session.Close(refused);
            return Result.Refuse<PeerSession>(refused);
        }

        return Result.Of(session);
    }

    public async Task StopAsync()
    {
        KeyValuePair<PeerSession, Task>[] running;
        lock (_changes)
        {
            _stopped = true;
            running = [.. _running];
        }

        Refusal reason = new(NetworkErrors.ShuttingDown, "this node stops");
        foreach ((PeerSession session, _) in running)
        {
            session.Close(reason);
        }

        await Task.WhenAll(running.Select(pair => pair.Value));
    }

    private int CountOf(PublicKey key)
    {
        lock (_changes)
        {
            return _running.Keys.Count(session => session.Peer.Key == key);
        }
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

            replaced?.MarkForgotten();
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
        Refusal reason = await session.Ended;
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

        session.MarkForgotten();
        await session.Completion;
        lock (_changes)
        {
            _running.Remove(session);
        }
    }
}
