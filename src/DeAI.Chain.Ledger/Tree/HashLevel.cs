using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>The steps of a <see cref="HashPlan"/> that may be computed at the same time.</summary>
internal sealed class HashLevel
{
    /// <summary>Steps in one array: arrays that grow would be copied, and large ones burden the garbage collector.</summary>
    private const int SegmentLength = 32;

    /// <summary>Left and right of each step in turn; once computed, the first half has the hashes.</summary>
    private readonly List<Hash256[]> _segments = [];

    private readonly SegmentedList<Missing> _missing = new();
    private readonly SegmentedList<Delivery> _deliveries = new();
    private int _count;

    public Hash256 this[int index] => _segments[index / SegmentLength][index % SegmentLength];

    public int Add(in NodeHash left, in NodeHash right)
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
        foreach (ArraySegment<Missing> segment in _missing.Segments())
        {
            foreach (ref readonly Missing missing in segment.AsSpan())
            {
                Side(missing.Side) = plan[missing.Level, missing.Index];
            }
        }

        for (int i = 0; i < _segments.Count; i++)
        {
            int count = Math.Min(SegmentLength, _count - (i * SegmentLength));
            TreeHash.Inners(_segments[i].AsSpan(0, 2 * count), _segments[i].AsSpan(0, count));
        }

        foreach (ArraySegment<Delivery> segment in _deliveries.Segments())
        {
            foreach (ref readonly Delivery delivery in segment.AsSpan())
            {
                this[delivery.Index].CopyTo(delivery.Target.AsSpan(delivery.Offset));
            }
        }
    }

    private void Set(int side, in NodeHash hash)
    {
        if (hash.IsKnown)
        {
            Side(side) = hash.Value;
        }
        else
        {
            _missing.Add(new Missing(side, hash.Level, hash.Index));
        }
    }

    private ref Hash256 Side(int side) => ref _segments[side / (2 * SegmentLength)][side % (2 * SegmentLength)];

    private readonly record struct Missing(int Side, int Level, int Index);

    private readonly record struct Delivery(int Index, byte[] Target, int Offset);
}
