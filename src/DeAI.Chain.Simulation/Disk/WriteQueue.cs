using DeAI.Chain.Simulation.Events;

namespace DeAI.Chain.Simulation.Disk;

/// <summary>
/// Writes on their way to a disk, durable in order after a while. A crash keeps a prefix of them, without telling anyone, may tear the next one
/// apart, and loses the rest.
/// </summary>
internal sealed class WriteQueue(EventQueue events, CounterRandom random, int noticeBound)
{
    private readonly Queue<PendingWrite> _pending = new();
    private long _busyUntil;
    private int _generation;

    /// <param name="flush">Makes the write durable.</param>
    /// <param name="tear">Leaves a part of it on the disk; null for writes that are all or nothing.</param>
    /// <param name="acknowledge">Told some time after, unless the node crashed.</param>
    public void Add(int latencyMs, Action flush, Action? tear, Action acknowledge)
    {
        _busyUntil = Math.Max(_busyUntil, events.NowMs) + latencyMs;
        _pending.Enqueue(new PendingWrite(flush, tear));
        int generation = _generation;
        int notice = random.Below(noticeBound);
        events.At(_busyUntil, () =>
        {
            if (generation == _generation)
            {
                _pending.Dequeue().Flush();
                events.In(notice, acknowledge);
            }
        });
    }

    /// <returns>The writes lost.</returns>
    public int Crash()
    {
        _generation++;
        _busyUntil = events.NowMs;
        int kept = random.Below(_pending.Count + 1);
        for (int i = 0; i < kept; i++)
        {
            _pending.Dequeue().Flush();
        }

        int lost = _pending.Count;
        if (_pending.TryDequeue(out PendingWrite next) && random.Chance(500))
        {
            next.Tear?.Invoke();
        }

        _pending.Clear();
        return lost;
    }

    private readonly record struct PendingWrite(Action Flush, Action? Tear);
}
