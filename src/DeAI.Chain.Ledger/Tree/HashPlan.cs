using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>
/// Hashes of inner nodes that are asked for now and computed later: the steps of one level do not depend on each other, so that
/// <see cref="TreeHash.Inners"/> computes them side by side, lowest level first.
/// </summary>
internal sealed class HashPlan
{
    /// <summary>Level i + 1 at place i.</summary>
    private readonly List<HashLevel> _levels = [];

    /// <summary>What a step gave, once its level is computed.</summary>
    public Hash256 this[int level, int index] => _levels[level - 1][index];

    /// <summary>The hash of an inner node over two parts, computed by <see cref="Run"/>.</summary>
    public NodeHash Inner(in NodeHash left, in NodeHash right)
    {
        int below = Math.Max(left.Level, right.Level);
        if (below == _levels.Count)
        {
            _levels.Add(new HashLevel());
        }

        return new NodeHash(default, below + 1, _levels[below].Add(left, right));
    }

    /// <summary>Writes a hash to its place: at once if it is known, else when the plan runs.</summary>
    public void Deliver(in NodeHash hash, byte[] target, int offset)
    {
        if (hash.IsKnown)
        {
            hash.Value.CopyTo(target.AsSpan(offset));
        }
        else
        {
            _levels[hash.Level - 1].Deliver(hash.Index, target, offset);
        }
    }

    /// <summary>Computes and delivers what was planned. Nothing can be planned afterwards.</summary>
    public void Run()
    {
        foreach (HashLevel level in _levels)
        {
            level.Compute(this);
        }
    }

    /// <summary>The hash itself, once the plan has run.</summary>
    public Hash256 Resolve(NodeHash hash) => hash.IsKnown ? hash.Value : this[hash.Level, hash.Index];
}
