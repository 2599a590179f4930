using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>The steps of a <see cref="HashPlan"/> that may be computed at the same time.</summary>
internal sealed class HashLevel
{
    /// <summary>Steps in one array: arrays that grow would be copied, and large ones burden the garbage collector.</summary>
    private const int SegmentLength = 32;

    /// <summary>Left and right of each step in turn; once computed, the first half has the hashes.</summary>
    private readonly List<Hash256[]> _segments = [];

    private readonly List<Missing> _missing = [];
    private readonly List<Delivery> _deliveries = [];
    private int _count;

    public Hash256 this[int index] => _segments[index / SegmentLength][index % SegmentLength];

    public int Add(NodeHash left, NodeHash right)
    {
        int index = _count++;
        if (index % SegmentLength == 0)
        {
            _segments.Add(new Hash256[2 * SegmentLength]);
        }

        Set(2 * index, left);
        Set((2 * index) + 1, right);
        return index;
    }

    public void Deliver(int index, byte[] target, int offset) => _deliveries.Add(new Delivery(index, target, offset));

    /// <param name="plan">Whose lower levels are computed.</param>
    public void Compute(HashPlan plan)
    {
        foreach (Missing missing in _missing)
        {
            Side(missing.Side) = plan.Resolve(missing.Hash);
        }

        for (int i = 0; i < _segments.Count; i++)
        {
            int count = Math.Min(SegmentLength, _count - (i * SegmentLength));
            TreeHash.Inners(_segments[i].AsSpan(0, 2 * count), _segments[i].AsSpan(0, count));
        }

        foreach (Delivery delivery in _deliveries)
        {
            this[delivery.Index].CopyTo(delivery.Target.AsSpan(delivery.Offset));
        }
    }

    private void Set(int side, NodeHash hash)
    {
        if (hash.IsKnown)
        {
            Side(side) = hash.Value;
        }
        else
        {
            _missing.Add(new Missing(side, hash));
        }
    }

    private ref Hash256 Side(int side) => ref _segments[side / (2 * SegmentLength)][side % (2 * SegmentLength)];

    private readonly record struct Missing(int Side, NodeHash Hash);

    private readonly record struct Delivery(int Index, byte[] Target, int Offset);
}
