using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.State;

/// <summary>A whole state in memory: for tests, simulation and replay.</summary>
public sealed class MemoryState : IStateReader
{
    private const int PageLength = 64;

    private readonly SortedKeyMap<Blob> _entries = new();

    public int Count => _entries.Count;

    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out Blob? value)
    {
        bool found = _entries.TryGet(key, out Blob stored);
        value = found ? stored : null;
        return found;
    }

    /// <summary>Goes through the entries in pages, so that looking at the first few costs no more than that.</summary>
    public IEnumerable<StateEntry> Scan(ReadOnlyMemory<byte> prefix, ReadOnlyMemory<byte> after = default)
    {
        while (true)
        {
            List<Blob> keys = _entries.KeysOf(prefix, after, PageLength);
            foreach (Blob key in keys)
            {
                if (_entries.TryGet(key.Span, out Blob value))
                {
                    yield return new StateEntry(key, value);
                }
            }

            if (keys.Count < PageLength)
            {
                yield break;
            }

            after = keys[^1].Memory;
        }
    }

    public void Apply(WriteSet writes)
    {
        foreach (StateChange change in writes.Changes)
        {
            if (change.Value is { } value)
            {
                _entries.Set(change.Key, value);
            }
            else
            {
                _entries.Remove(change.Key);
            }
        }
    }
}
