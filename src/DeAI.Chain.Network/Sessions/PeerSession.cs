using System.Net.Sockets;
using DeAI.Chain.Primitives;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Network;

/// <summary>
/// One authenticated connection. A reader, a writer and a watch run beside each other; the first that ends, ends the session, and its
/// reason is the session's.
/// </summary>
internal sealed class PeerSession : IAsyncDisposable
{
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(1);

    private readonly SecureConnection _connection;
    private readonly PeerNetworkOptions _options;
    private readonly IPeerDirectory _directory;
    private readonly TimeProvider _time;
    private readonly NetworkMetrics _metrics;
    private readonly ILogger _logger;
    private readonly Inbox _inbox;
    private readonly InboxLane _lane;
    private readonly SessionReader _reader;
    private readonly SessionWriter _writer;
    private readonly CancellationTokenSource _lifetime = new();
    private readonly TaskCompletionSource<Refusal> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _forgotten = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Refusal? _closeReason;
    private ulong _pingNonce;
    private long _pingSent;
    private long _roundTripTicks = -1;

    public PeerSession(
        HandshakeOutcome handshake,
        PeerNetworkOptions options,
        IPeerDirectory directory,
        Inbox inbox,
        NetworkMetrics metrics,
        TimeProvider time,
        ILogger logger)
    {
        _connection = handshake.Connection;
        Peer = handshake.Peer;
        IsInitiator = handshake.IsInitiator;
        AnnouncedAddress = handshake.AnnouncedAddress;
        _options = options;
        _directory = directory;
        _inbox = inbox;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        Established = time.GetTimestamp();
        ConnectedSince = time.GetUtcNow();
        Outgoing = new OutgoingQueue(options.Outgoing);
        _lane = inbox.Attach(Peer.Key);
        FrameCodec codec = FrameCodec.AfterHandshake(options.FrameLimits);
        _reader = new SessionReader(_connection.Reader, codec, inbox, _lane, Outgoing, Counters, metrics, time, OnPong);
        _writer = new SessionWriter(_connection.Stream, Outgoing, Counters, metrics, time);
    }

    public PeerInfo Peer { get; }

    /// <summary>Whether this node dialled.</summary>
    public bool IsInitiator { get; }

    public string AnnouncedAddress { get; }

    public string RemoteAddress => _connection.RemoteAddress;

    public long Established { get; }

    public DateTimeOffset ConnectedSince { get; }

    public OutgoingQueue Outgoing { get; }

    public SessionCounters Counters { get; } = new();

    public TimeSpan? RoundTrip => Volatile.Read(ref _roundTripTicks) is >= 0 and long ticks ? TimeSpan.FromTicks(ticks) : null;

    /// <summary>Completes with the reason as soon as the session is no longer of use. Never faults.</summary>
    public Task<Refusal> Ended => _ended.Task;

    /// <summary>Completes once the table of sessions no longer holds it.</summary>
    public Task Forgotten => _forgotten.Task;

    /// <summary>Completes once nothing of the session runs any more. Never faults.</summary>
    public Task Completion => _completion.Task;

    public SendOutcome Send(ChannelClass channel, ReadOnlyMemory<byte> payload)
    {
        if (payload.IsEmpty || payload.Length > _options.FrameLimits.Of(channel))
        {
            return SendOutcome.BadLength;
        }

        SendOutcome outcome = Outgoing.TryEnqueue(channel, payload);
        bool dropped = outcome == SendOutcome.QueuedOldestDropped
            || (outcome == SendOutcome.QueueFull && channel != ChannelClass.Sync);
        if (dropped)
        {
            _metrics.Dropped("out", channel);
        }

        return outcome;
    }

    public ValueTask<SendOutcome> SendAsync(ChannelClass channel, ReadOnlyMemory<byte> payload, CancellationToken cancel) =>
        payload.IsEmpty || payload.Length > _options.FrameLimits.Of(channel)
            ? ValueTask.FromResult(SendOutcome.BadLength)
            : Outgoing.EnqueueAsync(channel, payload, cancel);

    /// <summary>Ends the session with a word to the peer. The first reason stays.</summary>
    public void Close(Refusal reason)
    {
        if (Interlocked.CompareExchange(ref _closeReason, reason, null) is null)
        {
            _reader.Discard();
            Outgoing.SetControl(ControlKind.Goodbye, ControlFrames.Goodbye(reason.Code));
            _lifetime.CancelAfter(s_farewell);
            _ended.SetResult(reason);
        }
    }

    /// <summary>Closes the session of a peer that the directory no longer permits.</summary>
    public void CheckDirectory()
    {
        if (!_directory.TryFind(Peer.Key, out _))
        {
            Close(new Refusal(NetworkErrors.PeerRemoved, $"key {Peer.Key} is no longer in the directory"));
        }
    }

    public void MarkForgotten() => _forgotten.TrySetResult();

    public void Start() => _ = Task.Run(RunAsync);

    /// <summary>Closes a started session, if it is open, and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        Close(new Refusal(NetworkErrors.ShuttingDown, "the session was disposed of"));
        await Completion;
    }

    private async Task RunAsync()
    {
        CancellationToken cancel = _lifetime.Token;
        Task<Refusal> reading = GuardAsync(() => _reader.RunAsync(cancel));
        Task<Refusal> writing = GuardAsync(() => WriteAsync(cancel));
        Task<Refusal> watching = GuardAsync(() => WatchAsync(cancel));
        Refusal first = await await Task.WhenAny(reading, writing, watching);
        Close(first);
        if (first.Code == NetworkErrors.ClosedByPeer || first.Code == NetworkErrors.ConnectionLost)
        {
            await _lifetime.CancelAsync();
        }

        await writing;
        _connection.EndSending();
        // Closing a connection with unread bytes resets it, and the peer might never see why: so read on until it closes, for a moment.
        await reading;
        await GuardAsync(() => _reader.RunAsync(cancel));
        await _lifetime.CancelAsync();
        await watching;
        Outgoing.Close();
        await _connection.DisposeAsync();
        _inbox.Detach(_lane);
        _lifetime.Dispose();
        _completion.SetResult();
    }

    private async Task<Refusal> WriteAsync(CancellationToken cancel)
    {
        await _writer.RunAsync(cancel);
        return _closeReason ?? new Refusal(NetworkErrors.ConnectionLost, "the outgoing queue was closed");
    }

    private async Task<Refusal> WatchAsync(CancellationToken cancel)
    {
        using PeriodicTimer timer = new(_options.KeepaliveInterval, _time);
        do
        {
            if (_reader.SilentFor > _options.IdleTimeout)
            {
                return new Refusal(NetworkErrors.IdleTimeout, $"nothing came for {_options.IdleTimeout}");
            }

            if (_writer.StalledFor > _options.WriteTimeout)
            {
                return new Refusal(NetworkErrors.WriteStalled, $"the peer took nothing for {_options.WriteTimeout}");
            }

            CheckDirectory();
            SendPing();
        }
        while (await timer.WaitForNextTickAsync(cancel));
        return new Refusal(NetworkErrors.ConnectionLost, "the watch was stopped");
    }

    private void SendPing()
    {
        Volatile.Write(ref _pingSent, _time.GetTimestamp());
        ulong nonce = Interlocked.Increment(ref _pingNonce);
        Outgoing.SetControl(ControlKind.Ping, ControlFrames.Ping(nonce));
    }

    /// <summary>Only the answer to the last ping counts; any other is late or made up.</summary>
    private void OnPong(ulong nonce)
    {
        if (nonce == Volatile.Read(ref _pingNonce))
        {
            TimeSpan roundTrip = _time.GetElapsedTime(Volatile.Read(ref _pingSent));
            Volatile.Write(ref _roundTripTicks, roundTrip.Ticks);
            _metrics.RoundTrip(roundTrip);
        }
    }

    /// <summary>On the thread pool: a reader that always finds data would otherwise never let its caller go on.</summary>
    private async Task<Refusal> GuardAsync(Func<Task<Refusal>> part)
    {
        try
        {
            return await Task.Run(part);
        }
        catch (OperationCanceledException)
        {
            return Volatile.Read(ref _closeReason) ?? new Refusal(NetworkErrors.ConnectionLost, "the session was cancelled");
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            return new Refusal(NetworkErrors.ConnectionLost, e.InnerException?.Message ?? e.Message);
        }
        catch (Exception e)
        {
            NetworkLog.ConnectionFailed(_logger, RemoteAddress, e);
            return new Refusal(NetworkErrors.ConnectionLost, e.Message);
        }
    }
}
