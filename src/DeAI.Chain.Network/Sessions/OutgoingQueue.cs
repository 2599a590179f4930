namespace DeAI.Chain.Network;

/// <summary>
/// What waits to be written to one peer: a bounded queue per class, emptied most urgent class first. One reader (the session's writer),
/// any number of senders.
/// </summary>
internal sealed class OutgoingQueue
{
    /// <summary>Every so many batches the less urgent classes go first, so that a steady stream of gossip cannot starve a syncing peer.</summary>
    private const int ReversedBatch = 8;

    private readonly Lock _gate = new();
    private readonly BoundedFrames[] _lanes = new BoundedFrames[ChannelClasses.TableSize];
    private readonly long[] _dropped = new long[ChannelClasses.TableSize];
    private byte[]? _ping;
    private byte[]? _pong;
    private byte[]? _goodbye;
    private bool _closed;
    private uint _batches;
    private TaskCompletionSource? _writerWaits;
    private TaskCompletionSource? _sendersWait;

    public OutgoingQueue(QueueBounds bounds)
    {
        foreach (ChannelClass channel in ChannelClasses.ByPriority)
        {
            _lanes[(int)channel] = new BoundedFrames(bounds.Of(channel));
        }
    }

    public long Dropped(ChannelClass channel) => Volatile.Read(ref _dropped[(int)channel]);

    public long TotalDropped
    {
        get
        {
            long dropped = 0;
            foreach (ChannelClass channel in ChannelClasses.ByPriority)
            {
                dropped += Dropped(channel);
            }

            return dropped;
        }
    }

    public long QueuedBytes
    {
        get
        {
            lock (_gate)
            {
                long bytes = 0;
                foreach (ChannelClass channel in ChannelClasses.ByPriority)
                {
                    bytes += _lanes[(int)channel].Bytes;
                }

                return bytes;
            }
        }
    }

    /// <summary>Never waits; what happens to a full queue depends on the class.</summary>
    public SendOutcome TryEnqueue(ChannelClass channel, ReadOnlyMemory<byte> payload)
    {
        SendOutcome outcome = SendOutcome.Queued;
        TaskCompletionSource? writer;
        lock (_gate)
        {
            if (_closed)
            {
                return SendOutcome.NotConnected;
            }

            BoundedFrames lane = _lanes[(int)channel];
            while (!lane.HasRoomFor(payload.Length))
            {
                if (channel is ChannelClass.Transactions or ChannelClass.Sync || lane.Count == 0)
                {
                    _dropped[(int)channel] += channel == ChannelClass.Sync ? 0 : 1;
                    return SendOutcome.QueueFull;
                }

                lane.Dequeue();
                _dropped[(int)channel]++;
                outcome = SendOutcome.QueuedOldestDropped;
            }

            lane.Enqueue(payload);
            writer = TakeWriter();
        }

        writer?.TrySetResult();
        return outcome;
    }

    /// <summary>Waits for room instead of dropping, in every class.</summary>
    public async ValueTask<SendOutcome> EnqueueAsync(ChannelClass channel, ReadOnlyMemory<byte> payload, CancellationToken cancel)
    {
        while (true)
        {
            Task room;
            TaskCompletionSource? writer;
            lock (_gate)
            {
                if (_closed)
                {
                    return SendOutcome.NotConnected;
                }

                BoundedFrames lane = _lanes[(int)channel];
                if (lane.HasRoomFor(payload.Length))
                {
                    lane.Enqueue(payload);
                    writer = TakeWriter();
                    room = Task.CompletedTask;
                }
                else
                {
                    writer = null;
                    _sendersWait ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    room = _sendersWait.Task;
                }
            }

            if (room.IsCompleted)
            {
                writer?.TrySetResult();
                return SendOutcome.Queued;
            }

            await room.WaitAsync(cancel);
        }
    }

    /// <summary>At most one of each kind waits; a newer ping or pong replaces the older, so a flood of pings costs no memory.</summary>
    public void SetControl(ControlKind kind, byte[] payload)
    {
        TaskCompletionSource? writer;
        lock (_gate)
        {
            switch (kind)
            {
                case ControlKind.Ping:
                    _ping = payload;
                    break;
                case ControlKind.Pong:
                    _pong = payload;
                    break;
                case ControlKind.Goodbye:
                    _goodbye ??= payload;
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a control frame of an open session.");
            }

            writer = TakeWriter();
        }

        writer?.TrySetResult();
    }

    /// <summary>Whether there is something to write; waits until there is. False once a goodbye was taken or the queue is closed.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancel)
    {
        while (true)
        {
            Task wake;
            lock (_gate)
            {
                if (HasSomething())
                {
                    return true;
                }

                if (_closed)
                {
                    return false;
                }

                _writerWaits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                wake = _writerWaits.Task;
            }

            await wake.WaitAsync(cancel);
        }
    }

    /// <summary>
    /// Moves frames into <paramref name="batch"/> until <paramref name="maxBytes"/> are reached or passed: a large frame is never held
    /// back because small ones keep coming.
    /// </summary>
    public void Take(List<OutgoingFrame> batch, int maxBytes)
    {
        TaskCompletionSource? senders;
        lock (_gate)
        {
            TakeControl(batch);
            if (_goodbye is not null)
            {
                batch.Add(new OutgoingFrame(ChannelClasses.Control, _goodbye));
                CloseLocked();
            }
            else
            {
                TakeApplication(batch, maxBytes);
            }

            senders = _sendersWait;
            _sendersWait = null;
        }

        senders?.TrySetResult();
    }

    /// <summary>Drops what waits and lets every waiting sender and the writer go.</summary>
    public void Close()
    {
        TaskCompletionSource? writer;
        TaskCompletionSource? senders;
        lock (_gate)
        {
            CloseLocked();
            writer = TakeWriter();
            senders = _sendersWait;
            _sendersWait = null;
        }

        writer?.TrySetResult();
        senders?.TrySetResult();
    }

    private void TakeControl(List<OutgoingFrame> batch)
    {
        if (_pong is not null)
        {
            batch.Add(new OutgoingFrame(ChannelClasses.Control, _pong));
            _pong = null;
        }

        if (_ping is not null)
        {
            batch.Add(new OutgoingFrame(ChannelClasses.Control, _ping));
            _ping = null;
        }
    }

    private void TakeApplication(List<OutgoingFrame> batch, int maxBytes)
    {
        int bytes = 0;
        bool reversed = ++_batches % ReversedBatch == 0;
        ReadOnlySpan<ChannelClass> order = ChannelClasses.ByPriority;
        for (int i = 0; i < order.Length; i++)
        {
            ChannelClass channel = i > 0 && reversed ? order[^i] : order[i];
            BoundedFrames lane = _lanes[(int)channel];
            while (lane.Count > 0 && bytes < maxBytes)
            {
                ReadOnlyMemory<byte> payload = lane.Dequeue();
                bytes += FrameCodec.HeaderLength + payload.Length;
                batch.Add(new OutgoingFrame((byte)channel, payload));
            }
        }
    }

    private bool HasSomething()
    {
        if (_ping is not null || _pong is not null || (_goodbye is not null && !_closed))
        {
            return true;
        }

        foreach (ChannelClass channel in ChannelClasses.ByPriority)
        {
            if (_lanes[(int)channel].Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    private void CloseLocked()
    {
        _closed = true;
        _ping = null;
        _pong = null;
        foreach (ChannelClass channel in ChannelClasses.ByPriority)
        {
            _lanes[(int)channel].Clear();
        }
    }

    private TaskCompletionSource? TakeWriter()
    {
        TaskCompletionSource? writer = _writerWaits;
        _writerWaits = null;
        return writer;
    }
}
