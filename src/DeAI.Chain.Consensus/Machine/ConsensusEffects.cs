using System.Diagnostics.CodeAnalysis;

namespace DeAI.Chain.Consensus;

/// <summary>The queue between machine and host: only the machine adds, the host takes, in order.</summary>
public sealed class ConsensusEffects
{
    private readonly Queue<ConsensusEffect> _queue = new();

    public int Count => _queue.Count;

    public bool TryTake([NotNullWhen(true)] out ConsensusEffect? effect) => _queue.TryDequeue(out effect);

    internal void Add(ConsensusEffect effect) => _queue.Enqueue(effect);
}
