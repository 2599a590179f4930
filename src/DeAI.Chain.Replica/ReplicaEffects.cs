using System.Diagnostics.CodeAnalysis;

namespace DeAI.Chain.Replica;

/// <summary>The queue between replica and host: only the replica adds, the host takes, in order.</summary>
public sealed class ReplicaEffects
{
    private readonly Queue<ReplicaEffect> _queue = new();

    public int Count => _queue.Count;

    public bool TryTake([NotNullWhen(true)] out ReplicaEffect? effect) => _queue.TryDequeue(out effect);

    internal void Add(ReplicaEffect effect) => _queue.Enqueue(effect);
}
