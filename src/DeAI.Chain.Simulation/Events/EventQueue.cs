namespace DeAI.Chain.Simulation.Events;

/// <summary>What will happen, by virtual time; what is due at the same time happens in the order in which it was scheduled.</summary>
internal sealed class EventQueue
{
    private readonly PriorityQueue<Action, DueTime> _queue = new();
    private ulong _sequence;

    /// <summary>Virtual milliseconds since the start.</summary>
    public long NowMs { get; private set; }

    public int Count => _queue.Count;

    public void At(long timeMs, Action action) => _queue.Enqueue(action, new DueTime(Math.Max(timeMs, NowMs), _sequence++));

    public void In(long delayMs, Action action) => At(NowMs + delayMs, action);

    /// <summary>Takes the next event and moves the clock to it.</summary>
    public bool TryTake(long untilMs, out Action action)
    {
        if (_queue.TryPeek(out action!, out DueTime due) && due.TimeMs <= untilMs)
        {
            NowMs = due.TimeMs;
            _queue.Dequeue();
            return true;
        }

        return false;
    }

    private readonly record struct DueTime(long TimeMs, ulong Sequence) : IComparable<DueTime>
    {
        public int CompareTo(DueTime other)
        {
            int order = TimeMs.CompareTo(other.TimeMs);
            return order != 0 ? order : Sequence.CompareTo(other.Sequence);
        }

        public static bool operator <(DueTime left, DueTime right) => left.CompareTo(right) < 0;

        public static bool operator >(DueTime left, DueTime right) => left.CompareTo(right) > 0;

        public static bool operator <=(DueTime left, DueTime right) => left.CompareTo(right) <= 0;

        public static bool operator >=(DueTime left, DueTime right) => left.CompareTo(right) >= 0;
    }
}
