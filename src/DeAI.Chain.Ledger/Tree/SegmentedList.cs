using System.Collections.Immutable;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>A list whose growth copies nothing, in arrays too small to be collected as large objects: an update fills several thousands long.</summary>
internal sealed class SegmentedList<T>
{
    private const int FirstLength = 16;
    private const int MostLength = 1024;

    private readonly List<T[]> _full = [];
    private T[] _last = [];
    private int _lastCount;

    public void Add(T item)
    {
        if (_lastCount == _last.Length)
        {
            Grow();
        }

        _last[_lastCount++] = item;
    }

    /// <summary>The items in order, segment by segment.</summary>
    public IEnumerable<ArraySegment<T>> Segments()
    {
        foreach (T[] segment in _full)
        {
            yield return segment;
        }

        yield return new ArraySegment<T>(_last, 0, _lastCount);
    }

    public ImmutableArray<T> ToImmutable()
    {
        ImmutableArray<T>.Builder items = ImmutableArray.CreateBuilder<T>(_full.Sum(static segment => segment.Length) + _lastCount);
        foreach (ArraySegment<T> segment in Segments())
        {
            items.AddRange(segment.AsSpan());
        }

        return items.MoveToImmutable();
    }

    private void Grow()
    {
        if (_last.Length > 0)
        {
            _full.Add(_last);
        }

        _last = new T[Math.Clamp(2 * _last.Length, FirstLength, MostLength)];
        _lastCount = 0;
    }
}
