namespace DeAI.Chain.Network;

/// <summary>
/// Empties the outgoing queue into TLS: small frames are gathered and written at once, since each write costs a TLS record and a system
/// call; large ones are written in slices without being copied.
/// </summary>
internal sealed class SessionWriter(Stream stream, OutgoingQueue queue, SessionCounters counters, NetworkMetrics metrics, TimeProvider time)
{
    private const int BufferLength = 64 * 1024;
    private const int SliceLength = 256 * 1024;

    /// <summary>From here on a frame is written from where it lies.</summary>
    private const int LargePayload = 16 * 1024;

    private readonly byte[] _buffer = new byte[BufferLength];
    private readonly List<OutgoingFrame> _batch = [];
    private int _used;
    private long _writingSince;

    /// <summary>How long the write in progress has been going on; zero when there is none.</summary>
    public TimeSpan StalledFor
    {
        get
        {
            long since = Volatile.Read(ref _writingSince);
            return since == 0 ? TimeSpan.Zero : time.GetElapsedTime(since);
        }
    }

    /// <summary>Returns after a goodbye was written, or when the queue is closed.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (await queue.WaitAsync(cancel))
        {
            _batch.Clear();
            queue.Take(_batch, BufferLength);
            long bytes = 0;
            foreach (OutgoingFrame frame in _batch)
            {
                bytes += FrameCodec.HeaderLength + frame.Payload.Length;
                await AppendAsync(frame, cancel);
            }

            await FlushAsync(cancel);
            counters.Sent(_batch.Count, bytes);
            metrics.Traffic("out", _batch.Count, bytes);
        }
    }

    private async ValueTask AppendAsync(OutgoingFrame frame, CancellationToken cancel)
    {
        int needed = FrameCodec.HeaderLength + (frame.Payload.Length < LargePayload ? frame.Payload.Length : 0);
        if (_used + needed > BufferLength)
        {
            await FlushAsync(cancel);
        }

        FrameCodec.WriteHeader(_buffer.AsSpan(_used), frame.ChannelClass, frame.Payload.Length);
        _used += FrameCodec.HeaderLength;
        if (frame.Payload.Length < LargePayload)
        {
            frame.Payload.Span.CopyTo(_buffer.AsSpan(_used));
            _used += frame.Payload.Length;
            return;
        }

        await FlushAsync(cancel);
        for (int start = 0; start < frame.Payload.Length; start += SliceLength)
        {
            await WriteAsync(frame.Payload.Slice(start, Math.Min(SliceLength, frame.Payload.Length - start)), cancel);
        }
    }

    private async ValueTask FlushAsync(CancellationToken cancel)
    {
        if (_used > 0)
        {
            await WriteAsync(_buffer.AsMemory(0, _used), cancel);
            _used = 0;
        }
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        Volatile.Write(ref _writingSince, time.GetTimestamp());
        await stream.WriteAsync(bytes, cancel);
        Volatile.Write(ref _writingSince, 0);
    }
}
