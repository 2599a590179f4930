using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network;

/// <summary>
/// All received frames behind one <see cref="ChannelReader{T}"/>. Each peer has its own bounded lane per class; readers are served the
/// most urgent class first and within it one frame per peer in turn, so no peer can crowd out another. Order is kept per peer and class.
/// </summary>
internal sealed class Inbox(QueueBounds bounds) : ChannelReader<ReceivedFrame>
{
    /// <summary>Every so many reads the least urgent class goes first, so that none starves.</summary>
    private const int ReversedRead = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<PublicKey, InboxLane> _lanes = [];
    private readonly Queue<InboxLane>[] _ready = [new(), new(), new(), new(), new()];
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<bool>? _readerWaits;
    private int _count;
    private uint _reads;
    private bool _completed;

    public override Task Completion => _completion.Task;

    public override bool CanCount => true;

    public override int Count => Volatile.Read(ref _count);

    public InboxLane Attach(PublicKey peer)
    {
        lock (_gate)
        {
            if (!_lanes.TryGetValue(peer, out InboxLane? lane))
            {
                lane = new InboxLane(peer, bounds);
                _lanes.Add(peer, lane);
            }

            lane.Sessions++;
            return lane;
        }
    }

    /// <summary>What the lane still holds remains readable.</summary>
    public void Detach(InboxLane lane)
    {
        lock (_gate)
        {
            lane.Sessions--;
            ForgetIfIdle(lane);
        }
    }

    /// <returns>False when the lane is full for this class.</returns>
    public bool TryPost(InboxLane lane, ChannelClass channel, ReadOnlyMemory<byte> payload)
    {
        TaskCompletionSource<bool>? reader;
        lock (_gate)
        {
            if (_completed)
            {
                return true;
            }

            BoundedFrames frames = lane.Of(channel);
            if (!frames.HasRoomFor(payload.Length))
            {
                return false;
            }

            if (frames.Count == 0)
            {
                _ready[(int)channel].Enqueue(lane);
            }

            frames.Enqueue(payload);
            _count++;
            reader = _readerWaits;
            _readerWaits = null;
        }

        reader?.TrySetResult(true);
        return true;
    }

    /// <summary>Waits for room: this holds up the session's reading, and so, by TCP, the peer's writing.</summary>
    public async ValueTask PostAsync(InboxLane lane, ChannelClass channel, ReadOnlyMemory<byte> payload, CancellationToken cancel)
    {
        while (!TryPost(lane, channel, payload))
        {
            Task room;
            lock (_gate)
            {
                if (_completed || lane.Of(channel).HasRoomFor(payload.Length))
                {
                    continue;
                }

                lane.Room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                room = lane.Room.Task;
            }

            await room.WaitAsync(cancel);
        }
    }

    public override bool TryRead([MaybeNullWhen(false)] out ReceivedFrame item)
    {
        TaskCompletionSource? room = null;
        lock (_gate)
        {
            if (_count == 0)
            {
                item = default;
                return false;
            }

            ChannelClass channel = NextClass();
            InboxLane lane = _ready[(int)channel].Dequeue();
            BoundedFrames frames = lane.Of(channel);
            item = new ReceivedFrame(lane.Peer, channel, new Blob(frames.Dequeue()));
            _count--;
            if (frames.Count > 0)
            {
                _ready[(int)channel].Enqueue(lane);
            }

            room = lane.Room;
            lane.Room = null;
            ForgetIfIdle(lane);
            if (_completed && _count == 0)
            {
                _completion.TrySetResult();
            }
        }

        room?.TrySetResult();
        return true;
    }

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(cancellationToken);
        }

        lock (_gate)
        {
            if (_count > 0)
            {
                return ValueTask.FromResult(true);
            }

            if (_completed)
            {
                return ValueTask.FromResult(false);
            }

            _readerWaits ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask<bool>(_readerWaits.Task.WaitAsync(cancellationToken));
        }
    }

    /// <summary>Takes no more frames; what is held can still be read.</summary>
    public void Complete()
    {
        TaskCompletionSource<bool>? reader;
        List<TaskCompletionSource> rooms = [];
        lock (_gate)
        {
            _completed = true;
            foreach (InboxLane lane in _lanes.Values)
            {
                if (lane.Room is not null)
                {
                    rooms.Add(lane.Room);
                    lane.Room = null;
                }
            }

            reader = _readerWaits;
            _readerWaits = null;
            if (_count == 0)
            {
                _completion.TrySetResult();
            }
        }

        reader?.TrySetResult(false);
        rooms.ForEach(room => room.TrySetResult());
    }

    private ChannelClass NextClass()
    {
        bool reversed = ++_reads % ReversedRead == 0;
        ReadOnlySpan<ChannelClass> order = ChannelClasses.ByPriority;
        for (int i = 0; i < order.Length; i++)
        {
            ChannelClass channel = reversed ? order[^(i + 1)] : order[i];
            if (_ready[(int)channel].Count > 0)
            {
                return channel;
            }
        }

        throw new InvalidOperationException($"{_count} frames are counted and none is ready.");
    }

    private void ForgetIfIdle(InboxLane lane)
    {
        if (lane.Sessions == 0 && lane.IsEmpty)
        {
            _lanes.Remove(lane.Peer);
        }
    }
}
