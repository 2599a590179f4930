using System.Buffers;
using System.IO.Pipelines;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network;

/// <summary>Takes frames off TLS and posts them to the inbox; answers pings; ends at the first byte that makes no sense.</summary>
internal sealed class SessionReader(
    PipeReader pipe,
    FrameCodec codec,
    Inbox inbox,
    InboxLane lane,
    OutgoingQueue outgoing,
    SessionCounters counters,
    NetworkMetrics metrics,
    TimeProvider time,
    Action<ulong> pongReceived)
{
    private long _lastReceived = time.GetTimestamp();
    private ReadOnlySequence<byte> _rest;
    private bool _waitsForInbox;
    private volatile bool _discards;

    /// <summary>How long nothing has come from the peer; zero while this node itself is what does not keep up.</summary>
    public TimeSpan SilentFor =>
        Volatile.Read(ref _waitsForInbox) ? TimeSpan.Zero : time.GetElapsedTime(Volatile.Read(ref _lastReceived));

    /// <summary>From now on reads only to see the connection end.</summary>
    public void Discard() => _discards = true;

    /// <summary>May be run again after it returned, once <see cref="Discard"/> was called: to wait for the peer to end the connection.</summary>
    /// <returns>Why reading ended.</returns>
    public async Task<Refusal> RunAsync(CancellationToken cancel)
    {
        while (true)
        {
            ReadResult read = await pipe.ReadAsync(cancel);
            Volatile.Write(ref _lastReceived, time.GetTimestamp());
            if (_discards)
            {
                pipe.AdvanceTo(read.Buffer.End);
            }
            else
            {
                Refusal? refusal = await ReadFramesAsync(read.Buffer, cancel);
                if (refusal is not null)
                {
                    pipe.AdvanceTo(read.Buffer.End);
                    _rest = default;
                    return refusal;
                }

                pipe.AdvanceTo(_rest.Start, _rest.End);
                _rest = default;
            }

            if (read.IsCompleted)
            {
                return new Refusal(NetworkErrors.ConnectionLost, "the peer ended the connection");
            }
        }
    }

    /// <summary>Takes all complete frames and leaves the incomplete one in <c>_rest</c>.</summary>
    private async ValueTask<Refusal?> ReadFramesAsync(ReadOnlySequence<byte> buffer, CancellationToken cancel)
    {
        int frames = 0;
        long before = buffer.Length;
        while (true)
        {
            FrameReadStatus status = codec.TryRead(ref buffer, out byte channelClass, out ReadOnlySequence<byte> payload, out Refusal? refusal);
            if (status == FrameReadStatus.Complete)
            {
                frames++;
                refusal = channelClass == ChannelClasses.Control
                    ? OnControl(payload)
                    : await DeliverAsync((ChannelClass)channelClass, payload.ToArray(), cancel);
            }

            if (refusal is not null || status == FrameReadStatus.Incomplete)
            {
                counters.Received(frames, before - buffer.Length);
                metrics.Traffic("in", frames, before - buffer.Length);
                _rest = buffer;
                return refusal;
            }
        }
    }

    private async ValueTask<Refusal?> DeliverAsync(ChannelClass channel, byte[] payload, CancellationToken cancel)
    {
        if (inbox.TryPost(lane, channel, payload))
        {
            return null;
        }

        if (channel == ChannelClass.Transactions)
        {
            // Gossip comes again; holding the session up for it would hold up votes.
            counters.DroppedIncoming();
            metrics.Dropped("in", channel);
            return null;
        }

        Volatile.Write(ref _waitsForInbox, true);
        await inbox.PostAsync(lane, channel, payload, cancel);
        Volatile.Write(ref _lastReceived, time.GetTimestamp());
        Volatile.Write(ref _waitsForInbox, false);
        return null;
    }

    private Refusal? OnControl(in ReadOnlySequence<byte> payload)
    {
        Span<byte> bytes = stackalloc byte[FrameLimits.Control];
        bytes = bytes[..(int)payload.Length];
        payload.CopyTo(bytes);
        ReadOnlySpan<byte> body = bytes[1..];
        switch ((ControlKind)bytes[0])
        {
            case ControlKind.Ping when ControlFrames.TryReadNonce(body, out ulong nonce):
                outgoing.SetControl(ControlKind.Pong, ControlFrames.Pong(nonce));
                return null;
            case ControlKind.Pong when ControlFrames.TryReadNonce(body, out ulong nonce):
                pongReceived(nonce);
                return null;
            case ControlKind.Goodbye:
                return new Refusal(NetworkErrors.ClosedByPeer, $"the peer's reason: {ControlFrames.ReadReason(body)}");
            default:
                return new Refusal(NetworkErrors.MalformedControl, $"kind {bytes[0]} with {body.Length} bytes");
        }
    }
}
