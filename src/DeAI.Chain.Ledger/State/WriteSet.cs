using System.Collections.Immutable;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.State;

/// <summary>What a block changes: ascending by key, one change for each key.</summary>
public sealed class WriteSet
{
    private readonly ImmutableArray<StateChange> _changes;

    /// <exception cref="ArgumentException">The changes are not strictly ascending.</exception>
    public WriteSet(ImmutableArray<StateChange> changes)
    {
        for (int i = 1; i < changes.Length; i++)
        {
            if (KeyOrder.Instance.Compare(changes[i - 1].Key, changes[i].Key) >= 0)
            {
                throw new ArgumentException($"Change {i} is out of order.", nameof(changes));
            }
        }

        _changes = changes;
    }

    public static WriteSet Empty { get; } = new([]);

    public ImmutableArray<StateChange> Changes => _changes;

    public int Count => _changes.Length;

    /// <returns>Whether the key is changed; its new value, null for a deletion.</returns>
    public bool TryGet(ReadOnlySpan<byte> key, out Blob? value)
    {
        int index = LowerBound(key);
        bool found = index < _changes.Length && _changes[index].Key.Span.SequenceEqual(key);
        value = found ? _changes[index].Value : null;
        return found;
    }

    /// <summary>The changes of keys with the prefix that are greater than <paramref name="after"/>.</summary>
    public IReadOnlyList<StateChange> Range(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> after)
    {
        int start = LowerBound(after.SequenceCompareTo(prefix) > 0 ? after : prefix);
        if (start < _changes.Length && !after.IsEmpty && _changes[start].Key.Span.SequenceEqual(after))
        {
            start++;
        }

        int end = start;
        while (end < _changes.Length && _changes[end].Key.Span.StartsWith(prefix))
        {
            end++;
        }

        return _changes[start..end];
    }

    private int LowerBound(ReadOnlySpan<byte> key)
    {
        int low = 0;
        int high = _changes.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_changes[middle].Key.Span.SequenceCompareTo(key) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
