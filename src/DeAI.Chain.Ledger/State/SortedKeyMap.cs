using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.State;

/// <summary>A map with lookup by span and enumeration by prefix: a hash table for the first, an ordered set of the same keys for the second.</summary>
internal sealed class SortedKeyMap<TValue>
{
    private readonly Dictionary<Blob, TValue> _values = new(KeyOrder.Instance);
    private readonly Dictionary<Blob, TValue>.AlternateLookup<ReadOnlySpan<byte>> _bySpan;
    private readonly SortedSet<Blob> _keys = new(KeyOrder.Instance);

    public SortedKeyMap() => _bySpan = _values.GetAlternateLookup<ReadOnlySpan<byte>>();

    public int Count => _keys.Count;

    /// <summary>All keys, ascending.</summary>
    public IReadOnlyCollection<Blob> Keys => _keys;

    public TValue this[Blob key] => _values[key];

    public bool TryGet(ReadOnlySpan<byte> key, [MaybeNullWhen(false)] out TValue value) => _bySpan.TryGetValue(key, out value);

    public bool TryGetKey(ReadOnlySpan<byte> key, out Blob actualKey, [MaybeNullWhen(false)] out TValue value) =>
        _bySpan.TryGetValue(key, out actualKey, out value);

    public void Set(Blob key, TValue value)
    {
        int before = _values.Count;
        _values[key] = value;
        if (_values.Count != before)
        {
            _keys.Add(key);
        }
    }

    public void Remove(Blob key)
    {
        if (_values.Remove(key))
        {
            _keys.Remove(key);
        }
    }

    /// <summary>The keys with the prefix that are greater than <paramref name="after"/>, as they are now: later changes do not show.</summary>
    public List<Blob> KeysOf(ReadOnlyMemory<byte> prefix, ReadOnlyMemory<byte> after)
    {
        List<Blob> found = [];
        if (_keys.Count == 0)
        {
            return found;
        }

        Blob max = _keys.Max;
        Blob lower = new(after.Span.SequenceCompareTo(prefix.Span) > 0 ? after : prefix);
        if (KeyOrder.Instance.Compare(lower, max) > 0)
        {
            return found;
        }

        foreach (Blob key in _keys.GetViewBetween(lower, max))
        {
            if (!key.Span.StartsWith(prefix.Span))
            {
                break;
            }

            if (after.IsEmpty || key.Span.SequenceCompareTo(after.Span) > 0)
            {
                found.Add(key);
            }
        }

        return found;
    }
}
