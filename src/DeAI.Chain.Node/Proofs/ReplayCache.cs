using System.Collections.Concurrent;
using DeAI.Chain.Learning;
using DeAI.Chain.Modules.Training.Contracts;

namespace DeAI.Chain.Node.Proofs;

/// <summary>
/// Verdicts by the content hash of what was replayed, the newest ones. Each replay runs once, wherever it is asked for first; who asks
/// meanwhile waits for it.
/// </summary>
internal sealed class ReplayCache(ITrainingVerifier verifier) : ITrainingVerifier
{
    /// <summary>Several rounds of a full house; a verdict holds a model's weights.</summary>
    private const int Capacity = 128;

    private readonly ConcurrentDictionary<Hash256, Lazy<Result<ReplayVerdict>>> _verdicts = new();
    private readonly ConcurrentQueue<Hash256> _order = new();

    public Result<ReplayVerdict> Verify(ReplayTask task)
    {
        Hash256 key = task.ContentHash;
        if (_verdicts.TryGetValue(key, out Lazy<Result<ReplayVerdict>>? known))
        {
            return known.Value;
        }

        Lazy<Result<ReplayVerdict>> made = new(() => verifier.Verify(task));
        Lazy<Result<ReplayVerdict>> kept = _verdicts.GetOrAdd(key, made);
        if (ReferenceEquals(kept, made))
        {
            _order.Enqueue(key);
            while (_order.Count > Capacity && _order.TryDequeue(out Hash256 oldest))
            {
                _verdicts.TryRemove(oldest, out _);
            }
        }

        return kept.Value;
    }
}
