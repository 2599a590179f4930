namespace DeAI.Chain.Grpc;

/// <summary>
/// Counts the calls in flight and knows which of them wait for their client. When there is no room, the one that has waited longest is ended
/// to make some: clients that leave calls half open, or answers unread, stand back for those that do not.
/// </summary>
/// <param name="maxCalls">Calls at once.</param>
/// <param name="maxStreams">Calls at once of methods that stream, for these may last for days.</param>
internal sealed class CallRegister(int maxCalls, int maxStreams)
{
    /// <summary>How long a client may keep a call waiting even when there is no room.</summary>
    private const int PatienceMs = 500;

    private readonly Lock _gate = new();
    private readonly LinkedList<IdleMonitor> _waitingCalls = [];
    private readonly LinkedList<IdleMonitor> _waitingStreams = [];
    private int _calls;
    private int _streams;

    public bool TryEnter(bool isStream)
    {
        if (!TryCount(ref _calls, maxCalls, streamsOnly: false))
        {
            return false;
        }

        if (isStream && !TryCount(ref _streams, maxStreams, streamsOnly: true))
        {
            Interlocked.Decrement(ref _calls);
            return false;
        }

        return true;
    }

    public void Leave(bool isStream)
    {
        Interlocked.Decrement(ref _calls);
        if (isStream)
        {
            Interlocked.Decrement(ref _streams);
        }
    }

    public void Waits(LinkedListNode<IdleMonitor> call)
    {
        lock (_gate)
        {
            if (call.List is null)
            {
                call.Value.WaitingSinceMs = Environment.TickCount64;
                (call.Value.IsStream ? _waitingStreams : _waitingCalls).AddLast(call);
            }
        }
    }

    public void WaitsNoMore(LinkedListNode<IdleMonitor> call)
    {
        lock (_gate)
        {
            call.List?.Remove(call);
        }
    }

    /// <summary>Ends the call that has waited for its client longest.</summary>
    /// <param name="streamsOnly">Whether it must be a stream: ending another makes no room for one.</param>
    /// <returns>False where none has waited long enough.</returns>
    public bool TryEndLongest(bool streamsOnly = false)
    {
        IdleMonitor longest;
        lock (_gate)
        {
            if (Longest(streamsOnly) is not { } first || Environment.TickCount64 - first.Value.WaitingSinceMs < PatienceMs)
            {
                return false;
            }

            longest = first.Value;
            first.List!.Remove(first);
        }

        longest.EndNow();
        return true;
    }

    /// <summary>Calls that were ended to make room are counted until they are gone: hence the hard bound beside the soft one.</summary>
    private bool TryCount(ref int count, int most, bool streamsOnly)
    {
        int now = Interlocked.Increment(ref count);
        if (now <= most || (now <= 2L * most && TryEndLongest(streamsOnly)))
        {
            return true;
        }

        Interlocked.Decrement(ref count);
        return false;
    }

    private LinkedListNode<IdleMonitor>? Longest(bool streamsOnly)
    {
        LinkedListNode<IdleMonitor>? stream = _waitingStreams.First;
        LinkedListNode<IdleMonitor>? call = streamsOnly ? null : _waitingCalls.First;
        return stream is null || call?.Value.WaitingSinceMs < stream.Value.WaitingSinceMs ? call : stream;
    }
}
