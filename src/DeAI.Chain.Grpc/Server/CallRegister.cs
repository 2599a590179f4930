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
    private readonly LinkedList<IdleMonitor> _waiting = [];
    private int _calls;
    private int _streams;

    public bool TryEnter(bool isStream)
    {
        // Calls that were ended to make room are counted until they are gone: hence the hard bound beside the soft one.
        int calls = Interlocked.Increment(ref _calls);
        bool enters = calls <= maxCalls || (calls <= 2L * maxCalls && TryEndLongest());
        if (enters && isStream && Interlocked.Increment(ref _streams) > maxStreams)
        {
            Interlocked.Decrement(ref _streams);
            enters = false;
        }

        if (!enters)
        {
            Interlocked.Decrement(ref _calls);
        }

        return enters;
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
                _waiting.AddLast(call);
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
    /// <returns>False where none has waited long enough.</returns>
    public bool TryEndLongest()
    {
        IdleMonitor longest;
        lock (_gate)
        {
            if (_waiting.First is not { } first || Environment.TickCount64 - first.Value.WaitingSinceMs < PatienceMs)
            {
                return false;
            }

            longest = first.Value;
            _waiting.RemoveFirst();
        }

        longest.EndNow();
        return true;
    }
}
